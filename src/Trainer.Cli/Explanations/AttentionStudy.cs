using System.Globalization;
using System.Text.Json.Nodes;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Reports;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Explanations;

/// <summary>
/// What many explained answers have in common, in small what two papers find: attention leaves the picture as an answer grows, and hallucination comes with summary tokens
/// (OPERA, arXiv:2311.17911, section 3.1); what is hallucinated owes little to the picture (LLaVA-Align, arXiv:2403.05262, section 3).
/// </summary>
/// <param name="answers">The answers, of which the pictures' objects are known.</param>
/// <param name="span">For how many tokens a summary token is trusted most.</param>
internal sealed class AttentionStudy(IReadOnlyList<ExplainedAnswer> answers, int span)
{
    /// <summary>A place in answers counts where at least so many answers reach it.</summary>
    private const int FewestAnswers = 5;

    /// <summary>From so many summary tokens on, answers are counted together.</summary>
    private const int MostSummaries = 4;

    /// <summary>Shares of attention by place in the answer.</summary>
    internal IReadOnlyList<MetricSeries> Attention =>
    [
        Curve("picture", token => token.Why.Attention.Image),
        Curve("prompt's words", token => token.Why.Attention.Words),
        Curve("answer so far", token => token.Why.Attention.Answer),
    ];

    /// <summary>What seeing adds, by place in the answer.</summary>
    internal MetricSeries Seen => Curve("what seeing adds (nats)", token => token.Why.Seen);

    /// <summary>Hallucinated mentions by the answer's number of summary tokens.</summary>
    internal IReadOnlyList<SummaryBucket> Buckets =>
        [.. answers.GroupBy(answer => Math.Min(answer.Summaries(span).Count, MostSummaries)).OrderBy(group => group.Key).Select(group => Bucket(group.Key, [.. group]))];

    /// <summary>What seeing adds to mentions of what the pictures have.</summary>
    internal SeenMentions True => SeenMentions.Of(answers.SelectMany(answer => answer.Objects!.Correct.Select(answer.SeenOf)));

    /// <summary>The same of what they have not.</summary>
    internal SeenMentions Hallucinated => SeenMentions.Of(answers.SelectMany(answer => answer.Objects!.Hallucinated.Select(answer.SeenOf)));

    /// <summary>The sections of a report.</summary>
    internal IEnumerable<IReportSection> Sections()
    {
        yield return new SummarySection($"{answers.Count} answers", [
            new SummaryCard("Attention on the picture", Ends(Attention[0]), "at the first and the last place that at least five answers reach"),
            new SummaryCard("Seeing adds to true objects", True.ToString(), "mean log-odds, nats, and its 95 % interval"),
            new SummaryCard("Seeing adds to hallucinated ones", Hallucinated.ToString(), "the same"),
        ]);
        yield return new ChartSection("As the answer grows", [new LineChart("Share of the last layer's attention, by token", Attention), new LineChart("What seeing the picture adds to a token's log-odds", [Seen])]);
        yield return new MetricSection(
            $"Hallucination by the answer's number of summary tokens (most trusted for {span} tokens or more)",
            [.. Buckets.Where(bucket => bucket.Mentions > 0).Select(bucket => new MetricRow($"{bucket.Title} summary tokens", $"hallucinated of {bucket.Mentions} mentions in {bucket.Answers} answers", bucket.Share, bucket.Ci95.Low, bucket.Ci95.High))]);
    }

    /// <summary>The figures.</summary>
    internal JsonObject ToJson()
    {
        (SeenMentions right, SeenMentions wrong) = (True, Hallucinated);
        return new JsonObject
        {
            ["answers"] = answers.Count,
            ["attention_image"] = Json(Attention[0]),
            ["attention_prompt"] = Json(Attention[1]),
            ["attention_answer"] = Json(Attention[2]),
            ["seen"] = Json(Seen),
            ["seen_true"] = right.Mean,
            ["seen_hallucinated"] = wrong.Mean,
            ["ci95"] = new JsonObject { ["seen_true"] = Json(right.Ci95), ["seen_hallucinated"] = Json(wrong.Ci95) },
            ["summary_tokens"] = new JsonArray([.. Buckets.Select(bucket => (JsonNode)bucket.ToJson())]),
        };
    }

    private MetricSeries Curve(string name, Func<ExplainedToken, double> value) => new(name,
        [.. Enumerable.Range(0, answers.Max(answer => answer.Tokens.Count))
            .Select(place => (Place: place, Values: answers.Where(answer => answer.Tokens.Count > place).Select(answer => value(answer.Tokens[place])).ToArray()))
            .Where(entry => entry.Values.Length >= Math.Min(FewestAnswers, answers.Count))
            .Select(entry => ((double)entry.Place, entry.Values.Average()))]);

    private static SummaryBucket Bucket(int summaries, ExplainedAnswer[] group)
    {
        CaptionScore[] objects = [.. group.Select(answer => answer.Objects!)];
        return new SummaryBucket(
            summaries == MostSummaries ? $"{summaries} or more" : $"{summaries}", group.Length, objects.Sum(each => each.Objects.Mentions.Count), objects.Sum(each => each.Hallucinated.Count));
    }

    private static string Ends(MetricSeries series) => string.Create(CultureInfo.InvariantCulture, $"{series.Points[0].Value:P0} → {series.Points[^1].Value:P0}");

    private static JsonArray Json(MetricSeries series) => [.. series.Points.Select(point => (JsonNode)point.Value)];

    private static JsonArray? Json(Interval? range) => range is { } ends ? [ends.Low, ends.High] : null;
}

/// <summary>Answers with as many summary tokens.</summary>
/// <param name="Title">How many.</param>
/// <param name="Answers">Answers.</param>
/// <param name="Mentions">Objects that they mention.</param>
/// <param name="Hallucinated">Those that are not in the picture.</param>
internal sealed record SummaryBucket(string Title, int Answers, int Mentions, int Hallucinated)
{
    /// <summary>Hallucinated share of the mentions.</summary>
    internal double Share => Mentions == 0 ? 0 : (double)Hallucinated / Mentions;

    /// <summary>Its interval, mentions taken to be independent.</summary>
    internal Interval Ci95 => WilsonInterval.Compute(Hallucinated, Mentions);

    /// <summary>The figures.</summary>
    internal JsonObject ToJson() => new() { ["summary_tokens"] = Title, ["answers"] = Answers, ["mentions"] = Mentions, ["hallucinated"] = Hallucinated };
}
