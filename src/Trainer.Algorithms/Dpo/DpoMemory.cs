using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Algorithms.Dpo.Losses;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo;

/// <summary>What preference optimisation takes.</summary>
internal static class DpoMemory
{
    internal static MemoryPlan Plan(DpoRecipe recipe, RunContext context)
    {
        LlavaConfig config = PlanInputs.Config(recipe);
        using TrainableModel outline = TrainableModel.Outline(recipe.Model, config);
        RecordsAhead ahead = PlanInputs.Look(
            recipe, context.Group, tokenizer => DpoParts.Kind(recipe, tokenizer, config, context).Create(recipe.Data), Shape, Longest(recipe, config));
        return new StageMemory(recipe, outline, context.Device)
        {
            Batch = ahead.Batch,
            Features = recipe.Dpo.CacheImageFeatures ? FeatureLimit.Of(outline, ahead.Pictures, recipe.Dpo.ImageFeatureMegabytes) : null,
            Beside = [Reference(recipe, outline)],
            HasPlainPass = recipe.Dpo.PrecomputedReference is null && recipe.Dpo.Needs.HasFlag(PairInputs.Reference),
        }.Plan();
    }

    /// <summary>What the reference has of its own: the adapter that it starts from, and a projector that doesn't learn.</summary>
    private static MemoryItem Reference(DpoRecipe recipe, TrainableModel outline)
    {
        bool readsAdapter = recipe.Dpo.Reference == DpoOptions.InitialReference ? recipe.Model.AdapterNameOrPath is not null : recipe.Dpo.Reference != DpoOptions.BaseReference;
        bool ownsProjector = outline.TrainsProjector && recipe.Dpo.RefProjector == ReferenceProjector.Frozen;
        return new("the reference's own weights", (readsAdapter ? BytesOf(outline.Adapter?.Parameters ?? []) : 0)
            + (ownsProjector ? BytesOf(outline.Model.Parameters.Where(parameter => parameter.Group == ParameterGroup.Projector)) : 0));
    }

    private static long BytesOf(IEnumerable<Parameter> parameters) => parameters.Sum(parameter => parameter.Value.Count * parameter.Value.DType.Size());

    private static BatchShape Shape(PreferenceBatch batch) =>
        new(batch.TokenIds.Size(0), batch.TokenIds.Size(1), batch.Chosen.Count + batch.Rejected.Count, batch.Pixels?.Size(0) ?? 0);

    private static BatchShape Longest(DpoRecipe recipe, LlavaConfig config)
    {
        long pairs = recipe.Training.PerDeviceTrainBatchSize;
        long answer = recipe.Data.MaxLength - config.ImageTokenCount;
        return recipe.Dpo.SharedPrefix
            ? new BatchShape(pairs, recipe.Data.MaxLength + answer, 2 * pairs * answer, pairs) { IsMeasured = false }
            : new BatchShape(2 * pairs, recipe.Data.MaxLength, 2 * pairs * answer, pairs) { IsMeasured = false };
    }
}
