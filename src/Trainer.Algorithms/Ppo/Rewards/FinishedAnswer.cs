using Trainer.Data.Rewards;

namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>A sampled answer that is over, with all that rewards depend on.</summary>
public sealed record FinishedAnswer
{
    /// <summary>Its words, without special tokens.</summary>
    public required string Text { get; init; }

    /// <summary>Its tokens, the end token included.</summary>
    public required int Tokens { get; init; }

    /// <summary>Most tokens that an answer may have.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Whether it came to an end by itself.</summary>
    public required bool HasEnd { get; init; }

    /// <summary>What its question is known to want.</summary>
    public CaptionType Kind { get; init; } = CaptionType.General;

    /// <summary>The record's own factor of the length penalty; a negative one rewards length.</summary>
    public double LengthBonus { get; init; } = 1;

    /// <summary>The reward model's score.</summary>
    public required double ModelReward { get; init; }
}
