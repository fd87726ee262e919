namespace Trainer.Evaluation.Reports;

/// <summary>Means with their intervals on one scale, a line for each, as an SVG file of its own.</summary>
/// <param name="title">What stands above the chart.</param>
/// <param name="points">The values, from top to bottom.</param>
public sealed class IntervalChart(string title, IReadOnlyList<IntervalPoint> points)
{
    private const double Left = 130;
    private const double Width = 330;
    private const double Top = 30;
    private const double Line = 20;
    private const string Css = "text{font:12px sans-serif;fill:#333}line{stroke:#888}.interval{stroke:#2563eb;stroke-width:3}circle{fill:#1e3a8a}.grid{stroke:#ddd}";

    private readonly double low = points.Min(point => point.Lower);
    private readonly double high = points.Max(point => point.Upper);

    private double Bottom => Top + (Line * points.Count);

    /// <summary>The file's text.</summary>
    public string ToSvg()
    {
        var svg = new HtmlWriter();
        svg.Element("svg", () => Write(svg), ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 500 {Svg.Number(Bottom + 24)}"), ("role", "img"), ("aria-label", title));
        return svg.ToString();
    }

    private void Write(HtmlWriter svg)
    {
        svg.Style(Css);
        svg.Element("text", title, ("x", "10"), ("y", "16"));
        foreach (double share in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            string x = Svg.Number(Left + (Width * share));
            svg.Element("line", "", ("class", "grid"), ("x1", x), ("x2", x), ("y1", Svg.Number(Top)), ("y2", Svg.Number(Bottom)));
            svg.Element("text", (low + (share * (high - low))).ToString("G3"), ("x", x), ("y", Svg.Number(Bottom + 16)), ("text-anchor", "middle"));
        }

        foreach ((int index, IntervalPoint point) in points.Index())
        {
            WritePoint(svg, point, Top + (Line * (index + 0.5)));
        }
    }

    private void WritePoint(HtmlWriter svg, IntervalPoint point, double height)
    {
        string y = Svg.Number(height);
        svg.Element("text", point.Name, ("x", "10"), ("y", Svg.Number(height + 4)));
        svg.Element("line", "", ("class", "interval"), ("x1", At(point.Lower)), ("x2", At(point.Upper)), ("y1", y), ("y2", y));
        svg.Element("circle", "", ("cx", At(point.Value)), ("cy", y), ("r", "4"));
    }

    private string At(double value) => Svg.Number(Left + (high > low ? Width * (value - low) / (high - low) : Width / 2));
}

/// <summary>One line of an <see cref="IntervalChart"/>.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The mean.</param>
/// <param name="Lower">Lower end of its interval.</param>
/// <param name="Upper">Upper end of its interval.</param>
public sealed record IntervalPoint(string Name, double Value, double Lower, double Upper);
