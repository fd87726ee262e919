using Trainer.Recipes;

namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>At which slot an answer's own reward is paid.</summary>
public enum TerminalSlot
{
    /// <summary>At its last token, so that padding changes nothing.</summary>
    LastToken,

    /// <summary>At the last slot of the batch, padding or not, as LLaVA-RLHF does: with a discount, short answers see less of it.</summary>
    LastSlot,
}

/// <summary>What an answer is rewarded for beside the reward model's score. The defaults pay that score and ask for an end.</summary>
public sealed record PpoRewardOptions : IValidatable
{
    /// <summary>Whether an answer that was cut off for its length is penalised.</summary>
    [Alias("penalize_no_stop_token")]
    public bool PenalizeMissingEnd { get; init; } = true;

    /// <summary>What such an answer gets. LLaVA-RLHF: -8.</summary>
    [Alias("penalty_reward_value")]
    public double MissingEndReward { get; init; } = -1;

    /// <summary>Whether that is added to the model's score, or replaces it.</summary>
    [Alias("relative_stop_token_penalty")]
    public bool MissingEndIsRelative { get; init; } = true;

    /// <summary>Reward of an answer of full length, in proportion for shorter ones, times the record's <c>length_bonus</c>. LLaVA-RLHF: -10.</summary>
    [Alias("length_bonus_score")]
    public double LengthWeight { get; init; }

    /// <summary>Factor of the bonus for right answers to questions whose truth is known. LLaVA-RLHF: 2.</summary>
    [Alias("correct_bonus_score")]
    public double CorrectnessWeight { get; init; }

    /// <summary>How answers are held against the truth.</summary>
    public CorrectnessRule CorrectnessRule { get; init; } = CorrectnessRule.Symmetric;

    /// <summary>A constant that is added to every answer's reward.</summary>
    public double RewardBias { get; init; }

    /// <summary>Tokens that end an answer beside the end of sequence; the last of them that occurs decides. LLaVA-RLHF: <c>[1577, 29973]</c>, question marks.</summary>
    public IReadOnlyList<long> OtherEndTokens { get; init; } = [];

    /// <summary>At which slot an answer's reward is paid.</summary>
    public TerminalSlot TerminalRewardAt { get; init; } = TerminalSlot.LastToken;

    /// <summary>Factor of all rewards, divergence included. LLaVA-RLHF: 10 while rewards aren't whitened.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>How rewards are spread over tokens.</summary>
    public ShapingRule Shaping => new(TerminalRewardAt, Scale);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. OtherEndTokens.SelectMany(token => Must.NotBeNegative(token, nameof(OtherEndTokens))),
        .. Must.BePositive(Scale),
    ];
}
