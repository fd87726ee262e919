using System.Globalization;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Evaluation.Reports;

namespace Trainer.Cli.Datasets;

/// <summary>A contact sheet: records with pictures, texts, and tokens as the model will see them.</summary>
internal static class RecordPage
{
    // Records come from anywhere: one of them must not make a page that no browser opens.
    private const int MostLetters = 20_000;
    private const int MostTokens = 8192;

    private static readonly SheetToken[] Legend =
    [
        new("learnt", "the model learns to say it", TokenColour.Learnt),
        new("read, not learnt", "masked out of the loss", TokenColour.Masked),
        new("scored", "the reward is read here", TokenColour.Scored),
        new("\u00d7576 picture", "positions of a picture", TokenColour.Picture),
        new("beyond the limit", "data.max_length", TokenColour.Cut),
    ];

    /// <summary>The page.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="setting">Template and limit, in a sentence.</param>
    /// <param name="views">The records, in order.</param>
    internal static Report Of(string title, string setting, IReadOnlyList<RecordView> views)
    {
        Report report = new Report(title)
            .Add(new SummarySection("What becomes of them", [.. Cards(views)]))
            .Add(new RecordSection("As training sees them", new RecordSheet { Outcome = setting, Rows = [LegendOf(views)] }));
        return views.Aggregate(report, (page, view) => page.Add(new RecordSection(view.Title, Sheet(view))));
    }

    private static IEnumerable<SummaryCard> Cards(IReadOnlyList<RecordView> views)
    {
        yield return new("Records", views.Count.ToString(CultureInfo.InvariantCulture));
        foreach (IGrouping<SeenState, RecordView> group in views.GroupBy(view => view.Seen.State).OrderBy(group => group.Key))
        {
            yield return new(Name(group.Key), group.Count().ToString(CultureInfo.InvariantCulture));
        }

        if (views.Where(IsUsed).Sum(view => view.Seen.Learnt) is > 0 and var learnt)
        {
            yield return new("Learnt", learnt.ToString("N0", CultureInfo.InvariantCulture), "tokens of those that are used");
        }
    }

    /// <summary>What the page has: not every stage learns tokens or scores them.</summary>
    private static TokenRow LegendOf(IEnumerable<RecordView> views)
    {
        HashSet<TokenColour> shown = [.. views.SelectMany(view => view.Seen.Rows).SelectMany(row => row.Tokens).Select(token => Colour(token.Use))];
        return new TokenRow("How to read the tokens", [.. Legend.Where(token => shown.Contains(token.Colour))]);
    }

    private static string Name(SeenState state) => state switch
    {
        SeenState.Used => "Used as they are",
        SeenState.Cut => "Cut",
        SeenState.LeftOut => "Left out",
        _ => "Would stop a run",
    };

    private static bool IsUsed(RecordView view) => view.Seen.State is SeenState.Used or SeenState.Cut;

    private static RecordSheet Sheet(RecordView view) => new()
    {
        Outcome = view.Seen.Outcome,
        IsUsed = IsUsed(view),
        Pictures = view.Pictures,
        Texts = [.. view.Turns.Select(turn => new SheetText(turn.From.ToString(), Short(turn.Value), [])), .. Answers(view.Drawn.Record)],
        Rows = [.. view.Seen.Rows.Select(Row)],
    };

    private static SheetText[] Answers(IRecord? record)
    {
        if (record is not PreferenceRecord pair)
        {
            return [];
        }

        (string chosen, string rejected) = (Short(pair.Chosen), Short(pair.Rejected));
        (IReadOnlyList<TextMark> better, IReadOnlyList<TextMark> worse) = WordDifference.Of(chosen, rejected);
        return [new SheetText("Chosen", chosen, better), new SheetText("Rejected", rejected, worse)];
    }

    private static TokenColour Colour(TokenUse use) => use switch
    {
        TokenUse.Learnt => TokenColour.Learnt,
        TokenUse.Scored => TokenColour.Scored,
        TokenUse.Picture => TokenColour.Picture,
        TokenUse.Cut => TokenColour.Cut,
        _ => TokenColour.Masked,
    };

    private static string Short(string text) => text.Length <= MostLetters ? text : $"{text[..MostLetters]}\u2026 and {text.Length - MostLetters} letters more";

    private static TokenRow Row(SeenRow row)
    {
        IEnumerable<SheetToken> tokens = row.Tokens.Take(MostTokens).Select((token, index) => new SheetToken(token.Text, $"{index + 1}: {token.Id}", Colour(token.Use)));
        int more = row.Tokens.Count - MostTokens;
        return new TokenRow(row.Title, more > 0 ? [.. tokens, new SheetToken($"and {more} more", "", TokenColour.Masked)] : [.. tokens]);
    }
}
