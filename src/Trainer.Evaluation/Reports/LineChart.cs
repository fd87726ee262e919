namespace Trainer.Evaluation.Reports;

/// <summary>Lines on common axes, drawn as inline SVG.</summary>
/// <param name="title">What stands above the chart.</param>
/// <param name="series">The lines; those without points appear in the legend only.</param>
public sealed class LineChart(string title, IReadOnlyList<MetricSeries> series) : IChart
{
    private const double Left = 56;
    private const double Top = 10;
    private const double Width = 400;
    private const double Height = 180;

    /// <summary>How many colours the style sheet has.</summary>
    private const int Colours = 6;

    private readonly Axis steps = Axis.Around(series.SelectMany(line => line.Points).Select(point => point.Step));
    private readonly Axis values = Axis.Around(series.SelectMany(line => line.Points).Select(point => point.Value));

    /// <summary>Writes the chart with its title and legend.</summary>
    public void Write(HtmlWriter html) => html.Element("figure", () =>
    {
        html.Element("figcaption", title);
        html.Element("svg", () => WritePlot(html), ("viewBox", "0 0 470 220"), ("role", "img"), ("aria-label", title));
        html.Element("div", () => WriteLegend(html), ("class", "legend"));
    });

    private void WritePlot(HtmlWriter html)
    {
        foreach (double share in (ReadOnlySpan<double>)[0, 0.25, 0.5, 0.75, 1])
        {
            string height = Svg.Number(Top + (Height * (1 - share)));
            html.Element("line", "", ("class", "grid"), ("x1", Svg.Number(Left)), ("x2", Svg.Number(Left + Width)), ("y1", height), ("y2", height));
            html.Element("text", values.At(share).ToString("G3"), ("x", Svg.Number(Left - 6)), ("y", height), ("class", "tick value"));
            html.Element("text", steps.At(share).ToString("G4"), ("x", Svg.Number(Left + (Width * share))), ("y", "210"), ("class", "tick step"));
        }

        for (int line = 0; line < series.Count; line++)
        {
            string points = string.Join(' ', series[line].Points.Select(Place));
            html.Element("polyline", "", ("class", $"line colour{line % Colours}"), ("points", points));
        }
    }

    private void WriteLegend(HtmlWriter html)
    {
        for (int line = 0; line < series.Count; line++)
        {
            html.Inline("span", series[line].Name, ("class", $"key colour{line % Colours}"));
        }
    }

    private string Place((double Step, double Value) point) =>
        $"{Svg.Number(Left + (Width * steps.Share(point.Step)))},{Svg.Number(Top + (Height * (1 - values.Share(point.Value))))}";

    /// <summary>The range that an axis shows.</summary>
    private readonly record struct Axis(double Low, double High)
    {
        /// <summary>The range of some values, widened where all are equal so that a level line has a place.</summary>
        public static Axis Around(IEnumerable<double> values)
        {
            double[] all = [.. values];
            (double low, double high) = all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
            return low < high ? new Axis(low, high) : new Axis(low - 0.5, low + 0.5);
        }

        public double At(double share) => Low + (share * (High - Low));

        public double Share(double value) => (value - Low) / (High - Low);
    }
}
