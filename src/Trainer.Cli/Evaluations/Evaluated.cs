using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>A benchmark that a model went through.</summary>
/// <param name="Definition">The benchmark.</param>
/// <param name="Source">Its files, and which of its rules were used.</param>
/// <param name="Outcome">Scores, and what could not be asked.</param>
/// <param name="Asked">What the answers were given with; null where nobody kept it.</param>
internal sealed record Evaluated(BenchmarkDefinition Definition, BenchmarkSource Source, BenchmarkOutcome Outcome, AnswerSettings? Asked)
{
    /// <summary>Another model's answers, compared with these; null where none were named.</summary>
    internal Rival? Against { get; init; }

    /// <summary>In what else than the model the other's answers differ; empty where that is not known.</summary>
    internal IReadOnlyList<string> Differences => Asked is not null && Against?.Asked is { } others ? Asked.Differences(others, besidesModel: true) : [];

    /// <summary>The scores.</summary>
    internal IBenchmarkResult Result => Outcome.Result;
}
