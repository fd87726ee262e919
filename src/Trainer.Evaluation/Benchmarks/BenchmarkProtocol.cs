namespace Trainer.Evaluation.Benchmarks;

/// <summary>How a benchmark is asked, read and averaged: what must be equal before two scores of it can be compared.</summary>
public sealed record BenchmarkProtocol
{
    /// <summary>Paper or repository.</summary>
    public required string Source { get; init; }

    /// <summary>What the data's folder must have.</summary>
    public required string Files { get; init; }

    /// <summary>Wordings of the questions by name, the default first.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = ["plain"];

    /// <summary>Rules that read answers by name, the default first.</summary>
    public required IReadOnlyList<string> Parsers { get; init; }

    /// <summary>The figures, and over what they are averaged.</summary>
    public required string Metrics { get; init; }
}
