namespace Trainer.Evaluation.Reports;

/// <summary>Text kept as it was written, such as the recipe that a run followed.</summary>
/// <param name="heading">What stands above it.</param>
/// <param name="text">The text, with its line breaks.</param>
public sealed class TextSection(string heading, string text) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("pre", text);
}
