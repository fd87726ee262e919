using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Marking;

/// <summary>What the marks of a benchmark amount to.</summary>
public sealed record MarkingScheme
{
    /// <summary>The benchmark's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its family; by default its name.</summary>
    public string Suite { get => field ?? Name; init; }

    /// <summary>The rule that reads answers.</summary>
    public required string AnswerParser { get; init; }

    /// <summary>The metrics, the headline first.</summary>
    public required IReadOnlyList<Metric<Tally>> Metrics { get; init; }

    /// <summary>Draws for the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();
}
