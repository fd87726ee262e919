using Trainer.Algorithms.Common.Planning;
using Trainer.Data;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Footprint;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>What a stage takes that trains nothing, but answers.</summary>
internal static class AnswerStageMemory
{
    /// <summary>The whole run.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="context">Where it would run.</param>
    /// <param name="task">What is asked; without records where they aren't there.</param>
    /// <param name="batchSize">Answers that are written at once.</param>
    /// <exception cref="DataException">No record can be asked about.</exception>
    internal static MemoryPlan Plan(StageRecipe recipe, RunContext context, IAnswerTask task, int batchSize)
    {
        LlavaConfig config = PlanInputs.Config(recipe);
        using TrainableModel outline = TrainableModel.Outline(OnlyReading(recipe.Model), config);
        Numerics numerics = Numerics.Of(context.Device, outline.Model.Compute.DType);
        var model = new ModelMemory(outline, numerics);
        var answers = new AnswerMemory(outline, numerics);
        AnswerShape[] batches = task.Records > 0 ? Look(recipe, config, task, batchSize) : [Longest(config, task, batchSize)];
        return batches.Select(batch => MemoryPlan.Of(
            [model.Weights, model.Rotary],
            [("pictures", answers.Seeing(batch)), ("answers", answers.Writing(batch))],
            new BatchShape(batch.Rows, batch.Time, batch.Rows, batch.Pictures) { IsMeasured = task.Records > 0 })).MaxBy(plan => plan.Peak)
            ?? throw new DataException("No record can be asked about, so that there is nothing to plan. The manifest of a run tells why each is left out.");
    }

    // An adapter is there only if it was trained before, whatever the recipe says of adapters that learn.
    private static ModelOptions OnlyReading(ModelOptions options) =>
        options with { FinetuningType = options.AdapterNameOrPath is null ? FinetuningType.Full : FinetuningType.Lora };

    private static AnswerShape[] Look(StageRecipe recipe, LlavaConfig config, IAnswerTask task, int batchSize)
    {
        using var prompts = new AnswerPrompts(recipe, config, task.MaxNewTokens);
        return [.. AnswerPlan.Make(task, prompts, batchSize).Batches.Select(batch => Of(batch, config, task)).Distinct()];
    }

    private static AnswerShape Of(AnswerJob[] batch, LlavaConfig config, IAnswerTask task)
    {
        // Samples of a record see the same, and what an answer is weighed against is one more row.
        int rowsEach = task.ContrastFor(_ => batch[0]) is null ? 1 : 2;
        AnswerJob[] asked = [.. batch.DistinctBy(job => job.Record)];
        long pictures = asked.Sum(job => job.TokenIds.LongCount(token => token == config.ImageTokenId)) / config.ImageTokenCount;
        return new AnswerShape(rowsEach * batch.Length, rowsEach * asked.Length, batch[0].TokenIds.Length, task.MaxNewTokens, rowsEach * pictures);
    }

    private static AnswerShape Longest(LlavaConfig config, IAnswerTask task, int batchSize) =>
        new(batchSize, batchSize, AnswerPrompts.LongestOf(config, task.MaxNewTokens), task.MaxNewTokens, batchSize);
}
