using Trainer.Algorithms.Common.Answers;
using Trainer.Recipes;

namespace Trainer.Algorithms.Preferences;

/// <summary>How pairs of answers are sampled. Defaults are those of LLaVA-RLHF (arXiv:2309.14525, section 2.2).</summary>
public sealed record PreferencesOptions : IValidatable
{
    /// <summary>Divides the scores; of several, each pair draws one for both its answers.</summary>
    public IReadOnlyList<double> Temperature { get; init; } = [0.7];

    /// <summary>Draws among so many of the likeliest tokens; 0: all.</summary>
    public int TopK { get; init; }

    /// <summary>Draws among the likeliest tokens that together have this probability.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Most tokens of an answer.</summary>
    public int MaxNewTokens { get; init; } = 896;

    /// <summary>Pairs of each prompt.</summary>
    public int PairsPerPrompt { get; init; } = 1;

    /// <summary>Answers that are generated at once.</summary>
    public int BatchSize { get; init; } = 16;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.HaveItems(Temperature),
        .. Must.That(Temperature.All(value => value > 0), nameof(Temperature), "must be greater than 0, or all answers to a prompt are equal."),
        .. Must.BeWithin(PairsPerPrompt, 1, 32),
        .. Must.BePositive(BatchSize),
        .. SamplingAt(1).Problems(),
    ];

    internal SamplingSettings SamplingAt(double temperature) => new(temperature, TopK, TopP, MaxNewTokens);
}
