using Trainer.Recipes;

namespace Trainer.Algorithms.Sft;

/// <summary>Settings that only supervised fine-tuning has.</summary>
public sealed record SftOptions : IValidatable
{
    /// <summary>Logs <c>mean_token_accuracy</c>, at the price of a second output projection.</summary>
    public bool LogTokenAccuracy { get; init; }

    /// <summary>Computes each picture's features once and keeps them. Takes effect while the vision tower is frozen.</summary>
    public bool CacheImageFeatures { get; init; } = true;

    /// <summary>Most memory for kept features, in MiB.</summary>
    public int ImageFeatureMegabytes { get; init; } = 512;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => Must.BePositive(ImageFeatureMegabytes);
}
