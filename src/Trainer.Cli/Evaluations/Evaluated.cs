using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Evaluations;

/// <summary>A benchmark that a model went through.</summary>
/// <param name="Definition">The benchmark.</param>
/// <param name="Source">Its files, and which of its rules were used.</param>
/// <param name="Outcome">Scores, and what could not be asked.</param>
/// <param name="Against">Comparisons with another model's answers by metric; null where none was named.</param>
internal sealed record Evaluated(
    BenchmarkDefinition Definition, BenchmarkSource Source, BenchmarkOutcome Outcome, IReadOnlyDictionary<string, Comparison>? Against)
{
    /// <summary>The scores.</summary>
    internal IBenchmarkResult Result => Outcome.Result;
}
