namespace Trainer.Evaluation.Reports;

/// <summary>Scores with their confidence intervals, drawn on one common scale so that overlaps can be seen.</summary>
/// <param name="heading">What stands above the table.</param>
/// <param name="rows">The scores, in order.</param>
public sealed class MetricSection(string heading, IReadOnlyList<MetricRow> rows) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("table", () =>
    {
        html.Element("tr", () =>
        {
            foreach (string column in (ReadOnlySpan<string>)["Of", "Metric", "Score", "95 % interval", "0 … 100 %"])
            {
                html.Element("th", column, ("scope", "col"));
            }
        });
        foreach (MetricRow row in rows)
        {
            html.Element("tr", () => WriteRow(html, row));
        }
    });

    private static void WriteRow(HtmlWriter html, MetricRow row)
    {
        html.Element("td", row.Model);
        html.Element("td", row.Metric);
        html.Element("td", Percent(row.Value), ("class", "number"));
        html.Element("td", $"{Percent(row.Lower)} – {Percent(row.Upper)}", ("class", "number"));
        html.Element("td", () => WriteBar(html, row));
    }

    private static void WriteBar(HtmlWriter html, MetricRow row) => html.Element("svg", () =>
    {
        html.Element("line", "", ("class", "axis"), ("x1", "0"), ("x2", "200"), ("y1", "8"), ("y2", "8"));
        html.Element("line", "", ("class", "interval"), ("x1", At(row.Lower)), ("x2", At(row.Upper)), ("y1", "8"), ("y2", "8"));
        html.Element("circle", "", ("class", "score"), ("cx", At(row.Value)), ("cy", "8"), ("r", "4"));
    }, ("class", "bar"), ("viewBox", "-5 0 210 16"), ("aria-hidden", "true"));

    private static string At(double share) => Svg.Number(200 * Math.Clamp(share, 0, 1));

    private static string Percent(double share) => double.IsFinite(share) ? (100 * share).ToString("0.0") : "–";
}

/// <summary>One score.</summary>
/// <param name="Model">Which model was scored.</param>
/// <param name="Metric">Which score it is.</param>
/// <param name="Value">The score, a share from 0 to 1.</param>
/// <param name="Lower">Lower end of its interval.</param>
/// <param name="Upper">Upper end of its interval.</param>
public sealed record MetricRow(string Model, string Metric, double Value, double Lower, double Upper);
