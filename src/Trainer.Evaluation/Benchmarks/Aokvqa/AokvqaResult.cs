using System.Text.Json.Serialization;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Aokvqa;

/// <summary>Scores of multiple choice; fractions, not percent.</summary>
public sealed record AokvqaResult : IBenchmarkResult
{
    /// <summary>Always <c>aokvqa</c>.</summary>
    public string Suite => "aokvqa";

    /// <summary>Questions.</summary>
    public required int N { get; init; }

    /// <summary>Share of right answers; one that names no choice is wrong.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Share of answers that name a choice.</summary>
    public required double? Readable { get; init; }

    /// <summary>Mean of 1 / choices: what drawing lots would reach.</summary>
    public required double? Chance { get; init; }

    /// <summary>95 % intervals by Wilson's score.</summary>
    public required IReadOnlyDictionary<string, Interval?> Ci95 { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double?> Metrics => new Dictionary<string, double?>
    {
        ["accuracy"] = Accuracy,
        ["readable"] = Readable,
        ["chance"] = Chance,
    };
}
