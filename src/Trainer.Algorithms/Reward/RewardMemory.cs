using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Data.Rewards;
using Trainer.Modeling.Configuration;

namespace Trainer.Algorithms.Reward;

/// <summary>What training a reward model takes.</summary>
internal static class RewardMemory
{
    internal static MemoryPlan Plan(RewardRecipe recipe, RunContext context)
    {
        LlavaConfig config = PlanInputs.Config(recipe);
        using TrainableModel outline = TrainableModel.Outline(recipe.Model, config);
        RecordsAhead ahead = PlanInputs.Look(recipe, context.Group, tokenizer => RewardParts.Kind(recipe, tokenizer, config, context), Shape, Longest(recipe));
        return new StageMemory(recipe, outline, context.Device)
        {
            Batch = ahead.Batch,
            Features = recipe.Reward.CacheImageFeatures ? FeatureLimit.Of(outline, ahead.Pictures, recipe.Reward.ImageFeatureMegabytes) : null,
        }.Plan();
    }

    private static BatchShape Shape(RewardBatch batch) =>
        new(batch.TokenIds.Size(0), batch.TokenIds.Size(1), Labels: 0, batch.Pixels?.Size(0) ?? 0) { Wanted = batch.TokenIds.Size(0) };

    private static BatchShape Longest(RewardRecipe recipe)
    {
        long pairs = recipe.Training.PerDeviceTrainBatchSize;
        return new BatchShape(2 * pairs, recipe.Data.MaxLength, Labels: 0, pairs) { Wanted = 2 * pairs, IsMeasured = false };
    }
}
