namespace Trainer.Evaluation.Benchmarks;

/// <summary>A benchmark as recipes and commands name it.</summary>
/// <param name="Name">Such as <c>pope_random</c>.</param>
/// <param name="Suite">The family that a recipe may name instead, such as <c>pope</c>.</param>
/// <param name="Summary">One sentence for lists of benchmarks.</param>
/// <param name="Protocol">How it is asked, read and averaged.</param>
/// <param name="Open">Reads or builds its questions.</param>
public sealed record BenchmarkDefinition(
    string Name, string Suite, string Summary, BenchmarkProtocol Protocol, Func<BenchmarkSource, IBenchmark> Open);
