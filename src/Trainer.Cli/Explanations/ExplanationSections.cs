using System.Globalization;
using Trainer.Cli.Reports;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Reports;

namespace Trainer.Cli.Explanations;

/// <summary>One answer's explanation as sections of a report.</summary>
/// <param name="answer">The answer.</param>
/// <param name="isPadded">Whether the model sees the whole picture in a square, rather than the middle of it.</param>
/// <param name="span">For how many tokens a summary token is trusted most.</param>
internal sealed class ExplanationSections(ExplainedAnswer answer, bool isPadded, int span)
{
    private const int MostMaps = 8;

    /// <summary>The sections, in order.</summary>
    /// <param name="introduction">What stands before the question.</param>
    internal IEnumerable<IReportSection> All(string introduction = "")
    {
        yield return new SummarySection(introduction + answer.Question, Cards());
        yield return new HeatSection("Word by word", "Darker is more; point at a word for its figure.", Rows());
        if (answer.HasPlaces && answer.ImagePath is { } path)
        {
            string note = "Share of the last layer's attention, mean over heads. The darkest place of each picture is its own largest share.";
            yield return new PictureHeatSection("Where it looked", note, new HeatPicture(Thumbnail.Of(path), isPadded), Maps());
        }
    }

    private SummaryCard[] Cards() =>
    [
        new("What seeing adds", $"{answer.Tokens.Average(token => token.Why.Seen).ToString("+0.00;-0.00", CultureInfo.InvariantCulture)} nats", "mean log-odds of its tokens with the picture, less those without"),
        new("Attention on the picture", Percent(answer.Tokens.Average(token => token.Why.Attention.Image)), $"first token {Percent(answer.Tokens[0].Why.Attention.Image)}, last {Percent(answer.Tokens[^1].Why.Attention.Image)}"),
        new("Summary tokens", $"{answer.Summaries(span).Count}", $"most trusted for at least {span} tokens"),
        .. answer.Objects is { } objects
            ? [new SummaryCard("Not in the picture", $"{objects.Hallucinated.Count} of {objects.Objects.Mentions.Count} objects", string.Join(", ", objects.Hallucinated.Select(mention => mention.Word)))]
            : Array.Empty<SummaryCard>(),
    ];

    private HeatRow[] Rows() =>
    [
        Row("What seeing the picture adds (log-odds)", token => token.Why.Seen, "0.00"),
        Row("Attention on the picture", token => token.Why.Attention.Image, "P1"),
        Row("Attention on the answer so far", token => token.Why.Attention.Answer, "P1"),
        Row("Over-trust: how much it leans on one token", token => token.Why.OverTrust, "G2"),
        Row("How many tokens lean on it", token => answer.Tokens.Count(other => answer.Tokens[other.Why.Trusted] == token), "0"),
    ];

    private HeatRow Row(string title, Func<ExplainedToken, double> value, string format) => new(
        title, [.. answer.Tokens.Select(token => new HeatWord(token.Text, value(token), value(token).ToString(format, CultureInfo.InvariantCulture), IsWrong(token)))]);

    private bool IsWrong(ExplainedToken token) => answer.Objects?.Hallucinated.Any(mention => token.Touches(mention.Start, mention.Length)) == true;

    private IReadOnlyList<HeatMap> Maps()
    {
        IEnumerable<ObjectMention> mentions = answer.Objects?.Objects.Mentions ?? CaptionObjects.Find(answer.Answer).Mentions;
        IEnumerable<HeatMap> objects = mentions.DistinctBy(mention => mention.NodeWord).Take(MostMaps - 1)
            .Select(mention => Map(mention.Word, answer.Tokens.Where(token => token.Touches(mention.Start, mention.Length)), answer.Objects?.Hallucinated.Contains(mention) == true));
        return [Map("the whole answer", answer.Tokens, isWrong: false), .. objects];
    }

    private static HeatMap Map(string title, IEnumerable<ExplainedToken> tokens, bool isWrong)
    {
        IReadOnlyList<float>[] rows = [.. tokens.Select(token => token.Why.Attention.Patches)];
        return new HeatMap(title, [.. Enumerable.Range(0, rows[0].Count).Select(patch => rows.Average(row => (double)row[patch]))], isWrong);
    }

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);
}
