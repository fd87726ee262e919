using System.Text.Json.Serialization;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Scores of one POPE split; fractions, not percent. A metric without a denominator is null.</summary>
public sealed record PopeResult : IBenchmarkResult
{
    /// <summary>Always <c>pope</c>.</summary>
    public string Suite => "pope";

    /// <summary>Such as <c>random</c>.</summary>
    public required string Split { get; init; }

    /// <summary>Questions.</summary>
    public required int N { get; init; }

    /// <summary>Different pictures.</summary>
    public required int Images { get; init; }

    /// <summary>The rule that read the answers.</summary>
    public required string AnswerParser { get; init; }

    /// <summary>Share of right answers.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Share of the yes answers that are right.</summary>
    public required double? Precision { get; init; }

    /// <summary>Share of the present objects that are confirmed.</summary>
    public required double? Recall { get; init; }

    /// <summary>Harmonic mean of precision and recall.</summary>
    public required double? F1 { get; init; }

    /// <summary>Share of answers that say yes.</summary>
    public required double? YesRatio { get; init; }

    /// <summary>True positives.</summary>
    public required long Tp { get; init; }

    /// <summary>False positives.</summary>
    public required long Fp { get; init; }

    /// <summary>True negatives.</summary>
    public required long Tn { get; init; }

    /// <summary>False negatives.</summary>
    public required long Fn { get; init; }

    /// <summary>95 % intervals: Wilson's for shares of answers, for F1 a bootstrap over pictures.</summary>
    public required IReadOnlyDictionary<string, Interval?> Ci95 { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double?> Metrics => new Dictionary<string, double?>
    {
        ["accuracy"] = Accuracy,
        ["precision"] = Precision,
        ["recall"] = Recall,
        ["f1"] = F1,
        ["yes_ratio"] = YesRatio,
    };

    /// <summary>The result of counted answers.</summary>
    /// <param name="split">Name of the split.</param>
    /// <param name="images">Different pictures.</param>
    /// <param name="parser">The rule that read the answers.</param>
    /// <param name="total">The answers.</param>
    /// <param name="intervals">Their intervals.</param>
    internal static PopeResult Of(string split, int images, string parser, PopeCounts total, IReadOnlyDictionary<string, Interval?> intervals) => new()
    {
        Split = split,
        N = checked((int)total.All),
        Images = images,
        AnswerParser = parser,
        Accuracy = total.Accuracy,
        Precision = total.Precision,
        Recall = total.Recall,
        F1 = total.F1,
        YesRatio = total.YesRatio,
        Tp = total.TruePositives,
        Fp = total.FalsePositives,
        Tn = total.TrueNegatives,
        Fn = total.FalseNegatives,
        Ci95 = intervals,
    };
}
