using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Data.Batches;
using Trainer.Modeling.Configuration;

namespace Trainer.Algorithms.Sft;

/// <summary>What supervised fine-tuning takes.</summary>
internal static class SftMemory
{
    internal static MemoryPlan Plan(SftRecipe recipe, RunContext context)
    {
        LlavaConfig config = PlanInputs.Config(recipe);
        using TrainableModel outline = TrainableModel.Outline(recipe.Model, config);
        RecordsAhead ahead = PlanInputs.Look(
            recipe, context.Group, tokenizer => ConversationKind.Create(recipe.Data, tokenizer, config, context.Images(config)), Shape, Longest(recipe, config));
        return new StageMemory(recipe, outline, context.Device)
        {
            Batch = ahead.Batch,
            Features = recipe.Sft.CacheImageFeatures ? FeatureLimit.Of(outline, ahead.Pictures, recipe.Sft.ImageFeatureMegabytes) : null,
        }.Plan();
    }

    private static BatchShape Shape(ConversationBatch batch) => new(batch.TokenIds.Size(0), batch.TokenIds.Size(1), batch.LabelCount, batch.Pixels?.Size(0) ?? 0);

    private static BatchShape Longest(SftRecipe recipe, LlavaConfig config)
    {
        long rows = recipe.Training.PerDeviceTrainBatchSize;
        return new BatchShape(rows, recipe.Data.MaxLength, rows * (recipe.Data.MaxLength - config.ImageTokenCount), rows) { IsMeasured = false };
    }
}
