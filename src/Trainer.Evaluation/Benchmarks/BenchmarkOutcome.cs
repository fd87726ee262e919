namespace Trainer.Evaluation.Benchmarks;

/// <summary>What running a benchmark gave.</summary>
/// <param name="Benchmark">What was scored: the benchmark without the questions whose pictures are missing.</param>
/// <param name="Result">The scores.</param>
/// <param name="Unseen">Questions that were not asked, since their pictures are missing, and nobody answered them before.</param>
public sealed record BenchmarkOutcome(IBenchmark Benchmark, IBenchmarkResult Result, IReadOnlyList<Question> Unseen);
