using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Data.Rewards;

namespace Trainer.Algorithms.Tests.Ppo.Rewards;

/// <summary>Finished answers as tests need them.</summary>
internal static class Answers
{
    /// <summary>LLaVA-RLHF's script.</summary>
    public static PpoRewardOptions Released { get; } = new()
    {
        MissingEndReward = -8,
        LengthWeight = -10,
        CorrectnessWeight = 2,
        CorrectnessRule = CorrectnessRule.Released,
    };

    public static FinishedAnswer Plain { get; } = new() { Text = "A cat.", Tokens = 4, MaxTokens = 16, HasEnd = true, ModelReward = 0.5 };

    public static FinishedAnswer Saying(string text, CaptionType kind) => Plain with { Text = text, Kind = kind };
}
