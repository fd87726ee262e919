using Trainer.Algorithms.Common.Answers;
using Trainer.Recipes;

namespace Trainer.Algorithms.Bpo;

/// <summary>How a model's usual answers are drawn. Defaults are those of the released script.</summary>
public sealed record SelfSampleOptions : IValidatable
{
    /// <summary>Answers to each question.</summary>
    public int NumSamples { get; init; } = 5;

    /// <summary>Divides the scores.</summary>
    public double Temperature { get; init; } = 0.5;

    /// <summary>Draws among so many of the likeliest tokens; 0: all.</summary>
    public int TopK { get; init; } = 50;

    /// <summary>Draws among the likeliest tokens that together have this probability.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Most tokens of an answer.</summary>
    public int MaxNewTokens { get; init; } = 1024;

    internal SamplingSettings Sampling => new(Temperature, TopK, TopP, MaxNewTokens);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => [.. Sampling.Problems(), .. Must.BeWithin(NumSamples, 1, 64)];
}
