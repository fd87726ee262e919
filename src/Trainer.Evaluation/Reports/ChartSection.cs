namespace Trainer.Evaluation.Reports;

/// <summary>Charts side by side, such as figures over a run's steps.</summary>
/// <param name="heading">What stands above the charts.</param>
/// <param name="charts">The charts, in order.</param>
public sealed class ChartSection(string heading, IReadOnlyList<IChart> charts) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("div", () =>
    {
        foreach (IChart chart in charts)
        {
            chart.Write(html);
        }
    }, ("class", "charts"));
}

/// <summary>A chart of a page.</summary>
public interface IChart
{
    /// <summary>Draws it.</summary>
    void Write(HtmlWriter html);
}
