using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;
using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Common.Planning;

/// <summary>What plans read from disk: sizes of the model, and the records if they are there.</summary>
public static class PlanInputs
{
    /// <summary>The model's sizes; of its folder, only <c>config.json</c> need be there.</summary>
    /// <exception cref="Modeling.Weights.CheckpointException">It is missing or broken.</exception>
    public static LlavaConfig Config(StageRecipe recipe) => LlavaConfigJson.Read(Path.Combine(recipe.Model.ModelNameOrPath, "config.json"));

    /// <summary>Whether records and tokenizer are there, so that the real micro-batches can be looked at.</summary>
    public static bool HasRecords(StageRecipe recipe) =>
        File.Exists(Path.Combine(recipe.Model.ModelNameOrPath, "tokenizer.model")) && recipe.Data.Datasets.All(dataset => File.Exists(dataset.Path));

    /// <summary>Looks at the records that a run will meet, where they are there.</summary>
    /// <param name="recipe">Names the records, batch size and steps.</param>
    /// <param name="group">The processes that share the records.</param>
    /// <param name="kind">How records become batches, with the model's tokenizer.</param>
    /// <param name="shapeOf">What a batch costs by.</param>
    /// <param name="longest">The largest batch that the recipe allows, for want of records.</param>
    public static RecordsAhead Look<TRecord, TExample, TBatch>(
        StageRecipe recipe, ProcessGroup group, Func<ITokenizer, RecordKind<TRecord, TExample, TBatch>> kind, Func<TBatch, BatchShape> shapeOf, BatchShape longest)
        where TRecord : IRecord
        where TBatch : IBatch
    {
        if (!HasRecords(recipe))
        {
            return new RecordsAhead(longest, long.MaxValue);
        }

        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        using RecipeData<TRecord, TExample, TBatch> data = new(recipe.Data, kind(tokenizer), new RandomRoot(recipe.Seed));
        int rows = recipe.Training.PerDeviceTrainBatchSize;
        long batches = MicroBatches(recipe.Training, data.Count, group.WorldSize);
        using TBatch batch = data.Largest(rows, new RandomRoot(recipe.Seed), group, batches);
        return new RecordsAhead(shapeOf(batch), Math.Min(data.Pictures, batches * rows));
    }

    private static long MicroBatches(TrainingOptions training, int records, int processes)
    {
        double perEpoch = Math.Ceiling((double)records / (training.PerDeviceTrainBatchSize * processes));
        return training.MaxSteps > 0
            ? (long)training.MaxSteps * training.GradientAccumulationSteps
            : (long)Math.Ceiling(perEpoch * training.NumTrainEpochs);
    }
}

/// <summary>What a run will meet.</summary>
/// <param name="Batch">Its largest micro-batch.</param>
/// <param name="Pictures">Different pictures, or a mean over the records where it doesn't see all of them; the greatest number where nobody knows.</param>
public sealed record RecordsAhead(BatchShape Batch, long Pictures);
