using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Reward;

/// <summary>What training a reward model takes.</summary>
internal static class RewardMemory
{
    internal static MemoryPlan Plan(RewardRecipe recipe, RunContext context)
    {
        LlavaConfig config = PlanInputs.Config(recipe);
        using TrainableModel outline = TrainableModel.Outline(recipe.Model, config);
        (BatchShape batch, long pictures) = PlanInputs.HasRecords(recipe) ? Look(recipe, context, config) : (Longest(recipe), long.MaxValue);
        bool keepsFeatures = recipe.Reward.CacheImageFeatures && outline.HasFrozenTower;
        return new StageMemory(recipe, outline, context.Device)
        {
            Batch = batch,
            Features = keepsFeatures ? new FeatureLimit(pictures, (long)recipe.Reward.ImageFeatureMegabytes << 20) : null,
        }.Plan();
    }

    private static (BatchShape Batch, long Pictures) Look(RewardRecipe recipe, RunContext context, LlavaConfig config)
    {
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        var kind = RewardParts.Kind(recipe, tokenizer, config, context);
        using RecipeData<PreferenceRecord, RewardExample, RewardBatch> data = new(recipe.Data, kind, new RandomRoot(recipe.Seed));
        using RewardBatch batch = PlanInputs.Largest(data, recipe, context.Group);
        var shape = new BatchShape(batch.TokenIds.Size(0), batch.TokenIds.Size(1), Labels: 0, batch.Pixels?.Size(0) ?? 0) { Wanted = batch.TokenIds.Size(0) };
        return (shape, PlanInputs.PicturesSeen(data, recipe, context.Group));
    }

    private static BatchShape Longest(RewardRecipe recipe)
    {
        long pairs = recipe.Training.PerDeviceTrainBatchSize;
        return new BatchShape(2 * pairs, recipe.Data.MaxLength, Labels: 0, pairs) { Wanted = 2 * pairs, IsMeasured = false };
    }
}
