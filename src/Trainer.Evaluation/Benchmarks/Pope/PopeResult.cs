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
}
