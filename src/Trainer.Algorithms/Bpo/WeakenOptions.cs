using Trainer.Algorithms.Common.Answers;
using Trainer.Modeling.Vision;
using Trainer.Recipes;

namespace Trainer.Algorithms.Bpo;

/// <summary>What the model sees while its picture is weakened.</summary>
public enum WeakenMode
{
    /// <summary>The noised picture alone: what the paper says.</summary>
    WeakImage,

    /// <summary>What the released code does: the clean picture contrasted with the noised one for the first token, then a plausibility cut.</summary>
    VcdReference,

    /// <summary>Visual contrastive decoding as published (arXiv:2311.16922): the noised picture's reading goes along with every token.</summary>
    VcdProper,
}

/// <summary>How answers under a weakened picture are made. Defaults are those of the released script.</summary>
public sealed record WeakenOptions : IValidatable
{
    /// <summary>What the model sees.</summary>
    public WeakenMode Mode { get; init; } = WeakenMode.WeakImage;

    /// <summary>Step of the noise schedule, 0 to 999; of several, each record draws one.</summary>
    public IReadOnlyList<int> NoiseStep { get; init; } = [900];

    /// <summary>First and last step, from which each record draws one; replaces <c>noise_step</c> when given.</summary>
    public IReadOnlyList<int> NoiseStepRange { get; init; } = [];

    /// <summary>How far <c>vcd_</c> modes move away from the noised picture (α).</summary>
    public double CdAlpha { get; init; } = 1;

    /// <summary>Share of the likeliest token's probability below which <c>vcd_</c> modes rule tokens out (β).</summary>
    public double CdBeta { get; init; } = 0.2;

    /// <summary>Divides the scores.</summary>
    public double Temperature { get; init; } = 0.2;

    /// <summary>Draws among so many of the likeliest tokens; 0: all.</summary>
    public int TopK { get; init; } = 50;

    /// <summary>Draws among the likeliest tokens that together have this probability.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Most tokens of an answer.</summary>
    public int MaxNewTokens { get; init; } = 1024;

    /// <summary>Cleans questions as the released script does, which eats an <c>n</c> before a picture's mark.</summary>
    public bool ReleasedCleanup { get; init; }

    internal SamplingSettings Sampling => new(Temperature, TopK, TopP, MaxNewTokens);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Sampling.Problems(),
        .. Must.HaveItems(NoiseStep),
        .. Must.That(NoiseStep.All(IsStep), nameof(NoiseStep), $"must be from 0 to {DiffusionNoise.StandardSteps - 1}."),
        .. Must.That(
            NoiseStepRange.Count == 0 || (NoiseStepRange is [var first, var last] && IsStep(first) && IsStep(last) && first <= last),
            nameof(NoiseStepRange),
            $"must be a first and a last step, in order, from 0 to {DiffusionNoise.StandardSteps - 1}."),
        .. Must.NotBeNegative(CdAlpha),
        .. Must.BeWithin(CdBeta, 0, 1),
    ];

    private static bool IsStep(int step) => step is >= 0 and < DiffusionNoise.StandardSteps;
}
