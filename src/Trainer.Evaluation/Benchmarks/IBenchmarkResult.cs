using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Scores of one benchmark.</summary>
public interface IBenchmarkResult
{
    /// <summary>The benchmark's family, such as <c>pope</c>.</summary>
    string Suite { get; }

    /// <summary>Answers scored.</summary>
    int N { get; }

    /// <summary>The figures by their name in the result file; null where one has no value.</summary>
    IReadOnlyDictionary<string, double?> Metrics { get; }

    /// <summary>95 % intervals under the same names; null where none can be given.</summary>
    IReadOnlyDictionary<string, Interval?> Ci95 { get; }
}
