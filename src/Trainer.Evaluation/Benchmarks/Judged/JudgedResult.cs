using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Judged;

/// <summary>Scores that a judge gave.</summary>
public sealed record JudgedResult : IBenchmarkResult
{
    /// <inheritdoc/>
    public required string Suite { get; init; }

    /// <summary>Answers scored.</summary>
    public required int N { get; init; }

    /// <summary>Pictures, over which the intervals are drawn.</summary>
    public required int Clusters { get; init; }

    /// <summary>The rule that read the verdicts.</summary>
    public required string AnswerParser { get; init; }

    /// <summary>The model that was asked for.</summary>
    public required string Judge { get; init; }

    /// <summary>The models that answered, as the endpoint names them; scores of different ones must not be compared.</summary>
    public required IReadOnlyList<string> JudgeVersions { get; init; }

    /// <summary>SHA-256 of the words in which it was asked; null where the benchmark's files, whose hashes are told beside, have them.</summary>
    public required string? JudgeTemplate { get; init; }

    /// <summary>How often each answer was judged.</summary>
    public required int Repetitions { get; init; }

    /// <summary>The figures over all repetitions.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <summary>Intervals over pictures. They say nothing of the judge's own moods: see <see cref="Spread"/>.</summary>
    public required IReadOnlyDictionary<string, Interval?> Ci95 { get; init; }

    /// <summary>Standard deviation of each figure between repetitions; null for a single one.</summary>
    public required IReadOnlyDictionary<string, double?> Spread { get; init; }

    /// <summary>What the figures are computed from: sums of marks over all answers.</summary>
    public required IReadOnlyDictionary<string, double> Counts { get; init; }
}
