namespace Trainer.Evaluation.Reports;

/// <summary>Figures over a run's steps, each set of lines in a chart of its own.</summary>
/// <param name="heading">What stands above the charts.</param>
/// <param name="charts">The charts, in order.</param>
public sealed class CurveSection(string heading, IReadOnlyList<LineChart> charts) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("div", () =>
    {
        foreach (LineChart chart in charts)
        {
            chart.Write(html);
        }
    }, ("class", "charts"));
}
