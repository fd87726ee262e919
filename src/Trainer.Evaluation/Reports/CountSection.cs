using System.Globalization;

namespace Trainer.Evaluation.Reports;

/// <summary>How often each of several things occurs, with a bar for its share.</summary>
/// <param name="heading">What stands above them.</param>
/// <param name="total">What shares are taken of; at least 1.</param>
/// <param name="counts">The things and their counts, in order.</param>
public sealed class CountSection(string heading, long total, IReadOnlyList<KeyValuePair<string, long>> counts) : IReportSection
{
    private const int Longest = 200;

    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("table", () =>
    {
        foreach ((string name, long count) in counts)
        {
            html.Element("tr", () => WriteRow(html, name, count));
        }
    });

    private void WriteRow(HtmlWriter html, string name, long count)
    {
        double share = (double)count / total;
        html.Element("th", name.Length <= Longest ? name : name[..Longest] + "…", ("scope", "row"));
        html.Element("td", count.ToString("N0", CultureInfo.InvariantCulture), ("class", "number"));
        html.Element("td", share.ToString("P1", CultureInfo.InvariantCulture), ("class", "number"));
        html.Element("td", () => html.Element(
            "svg",
            () => html.Element("rect", "", ("class", "score"), ("width", Svg.Number(200 * share)), ("height", "12"), ("rx", "2")),
            ("class", "bar"), ("viewBox", "0 0 200 16"), ("aria-hidden", "true")));
    }
}
