using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Marking;

/// <summary>Scores of a benchmark that is marked exercise by exercise.</summary>
public sealed record MarkedResult : IBenchmarkResult
{
    /// <inheritdoc/>
    public required string Suite { get; init; }

    /// <summary>Answers scored.</summary>
    public required int N { get; init; }

    /// <summary>Pictures, over which the intervals are drawn.</summary>
    public required int Clusters { get; init; }

    /// <summary>The rule that read the answers.</summary>
    public required string AnswerParser { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyDictionary<string, Interval?> Ci95 { get; init; }

    /// <summary>What the figures are computed from: sums of marks over all answers.</summary>
    public required IReadOnlyDictionary<string, double> Counts { get; init; }
}
