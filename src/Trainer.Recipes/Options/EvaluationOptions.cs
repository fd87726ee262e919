namespace Trainer.Recipes.Options;

/// <summary>Benchmarks that run with the training.</summary>
public sealed record EvaluationOptions : IValidatable
{
    /// <summary>Names of benchmarks, such as <c>pope</c> and <c>chair</c>.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>Folder of the benchmarks' annotations and pictures.</summary>
    public string? DataDir { get; init; }

    /// <summary>Most questions of each benchmark; 0 asks all.</summary>
    public int Limit { get; init; }

    /// <summary>Questions that are answered at once.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Also evaluates the model as it is before the first step, to compare with.</summary>
    public bool EvaluateBaseline { get; init; } = true;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.NotBeNegative(Limit),
        .. Must.BePositive(BatchSize),
        .. Must.That(Suites.Count == 0 || DataDir is not null, nameof(DataDir), "is required when evaluation.suites names a benchmark."),
        .. Must.That(Suites.Distinct().Count() == Suites.Count, nameof(Suites), "names a benchmark twice."),
    ];
}
