namespace Trainer.Evaluation.Reports;

/// <summary>How figures are spread, each kind in a chart of its own.</summary>
/// <param name="heading">What stands above the charts.</param>
/// <param name="charts">The charts, in order.</param>
public sealed class HistogramSection(string heading, IReadOnlyList<HistogramChart> charts) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("div", () =>
    {
        foreach (HistogramChart chart in charts)
        {
            chart.Write(html);
        }
    }, ("class", "charts"));
}
