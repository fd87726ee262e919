namespace Trainer.Evaluation.Reports;

/// <summary>The same words several times, each time coloured by another figure.</summary>
/// <param name="heading">What stands above them.</param>
/// <param name="note">How to read the colours.</param>
/// <param name="rows">The figures.</param>
public sealed class HeatSection(string heading, string note, IReadOnlyList<HeatRow> rows) : IReportSection
{
    /// <inheritdoc/>
    public string Heading => heading;

    /// <inheritdoc/>
    public void Write(HtmlWriter html)
    {
        html.Element("p", note, ("class", "note"));
        foreach (HeatRow row in rows)
        {
            html.Element("h3", row.Title);
            html.Element("p", () => WriteWords(html, row), ("class", "words"));
        }
    }

    private static void WriteWords(HtmlWriter html, HeatRow row)
    {
        var levels = HeatLevels.Of(row.Words.Select(word => word.Value));
        foreach (HeatWord word in row.Words)
        {
            html.Inline("span", word.Text, ("class", $"heat{levels.Level(word.Value)}{(word.IsWrong ? " untrue" : "")}"), ("title", $"{word.Text.Trim()}: {word.Figure}"));
        }
    }
}

/// <summary>Words with a figure each.</summary>
/// <param name="Title">What the figure is.</param>
/// <param name="Words">The words, in order.</param>
public sealed record HeatRow(string Title, IReadOnlyList<HeatWord> Words);

/// <summary>One word, or a part of one.</summary>
/// <param name="Text">Its letters, with the space before it.</param>
/// <param name="Value">Its figure.</param>
/// <param name="Figure">The figure as it is to be read.</param>
/// <param name="IsWrong">Whether it names what is not there.</param>
public sealed record HeatWord(string Text, double Value, string Figure, bool IsWrong);
