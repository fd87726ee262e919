namespace Trainer.Evaluation.Reports;

/// <summary>Names with values, such as the machine and the versions that a run used.</summary>
/// <param name="heading">What stands above them.</param>
/// <param name="properties">Names and values, in order.</param>
public sealed class PropertySection(string heading, IReadOnlyList<KeyValuePair<string, string>> properties) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("table", () =>
    {
        foreach ((string name, string value) in properties)
        {
            html.Element("tr", () =>
            {
                html.Element("th", name, ("scope", "row"));
                html.Element("td", value);
            });
        }
    });
}
