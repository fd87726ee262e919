using System.Globalization;

namespace Trainer.Evaluation.Reports;

/// <summary>Shares of figures along an axis, drawn as inline SVG; several kinds of figures lie over each other.</summary>
/// <param name="title">What stands above the chart, with the figures' unit.</param>
/// <param name="axis">Where the bins lie.</param>
/// <param name="series">At least one.</param>
public sealed class HistogramChart(string title, HistogramAxis axis, IReadOnlyList<HistogramSeries> series) : IChart
{
    private const double Left = 56;
    private const double Top = 10;
    private const double Width = 400;
    private const double Height = 180;
    private const int MostTicks = 8;

    private readonly int bins = series[0].Shares.Count;
    private readonly double highest = Math.Max(1e-9, series.Max(kind => kind.Shares.Max()));

    /// <summary>Writes the chart with its title, and a legend where there are several kinds.</summary>
    public void Write(HtmlWriter html) => html.Element("figure", () =>
    {
        html.Element("figcaption", title);
        html.Element("svg", () => WritePlot(html), ("viewBox", "0 0 470 220"), ("role", "img"), ("aria-label", title));
        if (series.Count > 1)
        {
            html.Element("div", () => WriteLegend(html), ("class", "legend"));
        }
    });

    private double BinWidth => Width / bins;

    private void WritePlot(HtmlWriter html)
    {
        foreach (double part in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            string height = Svg.Number(Top + (Height * (1 - part)));
            html.Element("line", "", ("class", "grid"), ("x1", Svg.Number(Left)), ("x2", Svg.Number(Left + Width)), ("y1", height), ("y2", height));
            html.Element("text", (highest * part).ToString("P0", CultureInfo.InvariantCulture), ("x", Svg.Number(Left - 6)), ("y", height), ("class", "tick value"));
        }

        int step = (bins + MostTicks - 1) / MostTicks;
        foreach (int bin in Enumerable.Range(0, bins).Where(bin => bin == bins - 1 || (bin % step == 0 && bin < bins - step)))
        {
            WriteTick(html, bin);
        }

        foreach ((int index, HistogramSeries kind) in series.Index())
        {
            html.Element("path", "", ("class", $"area colour{index}"), ("d", Outline(kind)));
        }
    }

    /// <summary>A bin of one number is named at its middle, a wider one where it begins.</summary>
    private void WriteTick(HtmlWriter html, int bin)
    {
        double place = Left + (BinWidth * (bin + (axis.Width == 1 ? 0.5 : 0)));
        string more = axis.IsOpen && bin == bins - 1 ? "+" : "";
        html.Element("text", (axis.First + (bin * axis.Width)).ToString(CultureInfo.InvariantCulture) + more, ("x", Svg.Number(place)), ("y", "210"), ("class", "tick step"));
    }

    private void WriteLegend(HtmlWriter html)
    {
        foreach ((int index, HistogramSeries kind) in series.Index())
        {
            html.Inline("span", kind.Name, ("class", $"key colour{index}"));
        }
    }

    private string Outline(HistogramSeries kind)
    {
        IEnumerable<string> steps = kind.Shares.Select((share, bin) =>
            $"V{Svg.Number(Top + (Height * (1 - (share / highest))))}H{Svg.Number(Left + (BinWidth * (bin + 1)))}");
        return $"M{Svg.Number(Left)},{Svg.Number(Top + Height)}{string.Concat(steps)}V{Svg.Number(Top + Height)}Z";
    }
}

/// <summary>Bins of equal width.</summary>
/// <param name="First">Where the first one begins.</param>
/// <param name="Width">Of each.</param>
/// <param name="IsOpen">Whether the last one holds everything beyond it as well.</param>
public readonly record struct HistogramAxis(long First, long Width, bool IsOpen);

/// <summary>Figures of one kind.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Shares">The share of them in each bin; as many as the chart's other series have.</param>
public sealed record HistogramSeries(string Name, IReadOnlyList<double> Shares);
