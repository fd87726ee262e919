using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Sft;

/// <summary>What supervised fine-tuning takes.</summary>
internal static class SftMemory
{
    internal static MemoryPlan Plan(SftRecipe recipe, RunContext context)
    {
        LlavaConfig config = PlanInputs.Config(recipe);
        using TrainableModel outline = TrainableModel.Outline(recipe.Model, config);
        (BatchShape batch, long pictures) = PlanInputs.HasRecords(recipe) ? Look(recipe, context, config) : (Longest(recipe, config), long.MaxValue);
        bool keepsFeatures = recipe.Sft.CacheImageFeatures && outline.HasFrozenTower;
        return new StageMemory(recipe, outline, context.Device)
        {
            Batch = batch,
            Features = keepsFeatures ? new FeatureLimit(pictures, (long)recipe.Sft.ImageFeatureMegabytes << 20) : null,
        }.Plan();
    }

    private static (BatchShape Batch, long Pictures) Look(SftRecipe recipe, RunContext context, LlavaConfig config)
    {
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        var kind = ConversationKind.Create(recipe.Data, tokenizer, config, context.Images(config));
        using RecipeData<ConversationRecord, ConversationExample, ConversationBatch> data = new(recipe.Data, kind, new RandomRoot(recipe.Seed));
        using ConversationBatch batch = PlanInputs.Largest(data, recipe, context.Group);
        var shape = new BatchShape(batch.TokenIds.Size(0), batch.TokenIds.Size(1), batch.LabelCount, batch.Pixels?.Size(0) ?? 0);
        return (shape, PlanInputs.PicturesSeen(data, recipe, context.Group));
    }

    private static BatchShape Longest(SftRecipe recipe, LlavaConfig config)
    {
        long rows = recipe.Training.PerDeviceTrainBatchSize;
        return new BatchShape(rows, recipe.Data.MaxLength, rows * (recipe.Data.MaxLength - config.ImageTokenCount), rows) { IsMeasured = false };
    }
}
