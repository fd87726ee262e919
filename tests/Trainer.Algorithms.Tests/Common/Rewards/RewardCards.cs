using Trainer.Algorithms.Common.Rewards;
using Trainer.Data.Rewards;
using Trainer.Modeling.Configuration;

namespace Trainer.Algorithms.Tests.Common.Rewards;

/// <summary>Cards that fit a model.</summary>
internal static class RewardCards
{
    internal static RewardCard Of(LlavaConfig config) => new()
    {
        ChatTemplate = "llava_hf",
        Prompt = RewardPrompts.Brief.Name,
        PromptHash = RewardCard.HashOf(RewardPrompts.Brief),
        Facts = new FactRule(FactKind.Captions, FactOrder.Shuffled),
        Seed = 17,
        ImageSize = config.Vision.ImageSize,
        ImageAspectRatio = $"{config.ImageAspectRatio}",
        MaxLength = 100,
    };
}
