namespace Trainer.Evaluation.Reports;

/// <summary>The few figures that a reader looks for first.</summary>
/// <param name="heading">What stands above them.</param>
/// <param name="cards">The figures, in order.</param>
public sealed class SummarySection(string heading, IReadOnlyList<SummaryCard> cards) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html) => html.Element("div", () =>
    {
        foreach (SummaryCard card in cards)
        {
            html.Element("div", () => WriteCard(html, card), ("class", "card"));
        }
    }, ("class", "cards"));

    private static void WriteCard(HtmlWriter html, SummaryCard card)
    {
        html.Element("div", card.Label, ("class", "label"));
        html.Element("div", card.Value, ("class", "value"));
        html.Element("div", card.Note, ("class", "note"));
    }
}

/// <summary>One figure.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The figure with its unit, as it is to be read.</param>
/// <param name="Note">What to hold it against; may be empty.</param>
public sealed record SummaryCard(string Label, string Value, string Note = "");
