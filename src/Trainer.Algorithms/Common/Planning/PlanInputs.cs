using Trainer.Data.Batches;
using Trainer.Data.Records;
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

    /// <summary>The largest micro-batch that the run will meet.</summary>
    /// <param name="data">The records.</param>
    /// <param name="recipe">Batch size and steps.</param>
    /// <param name="group">The processes that share the records.</param>
    public static TBatch Largest<TRecord, TExample, TBatch>(RecipeData<TRecord, TExample, TBatch> data, StageRecipe recipe, ProcessGroup group)
        where TRecord : IRecord
        where TBatch : IBatch =>
        data.Largest(recipe.Training.PerDeviceTrainBatchSize, new RandomRoot(recipe.Seed), group, MicroBatches(recipe.Training, data.Count, group.WorldSize));

    /// <summary>Different pictures that the run will see; a mean over its records where it doesn't see all of them.</summary>
    /// <inheritdoc cref="Largest"/>
    public static long PicturesSeen<TRecord, TExample, TBatch>(RecipeData<TRecord, TExample, TBatch> data, StageRecipe recipe, ProcessGroup group)
        where TRecord : IRecord
        where TBatch : IBatch
    {
        long seen = MicroBatches(recipe.Training, data.Count, group.WorldSize) * recipe.Training.PerDeviceTrainBatchSize;
        return Math.Min(data.Pictures, seen);
    }

    private static long MicroBatches(TrainingOptions training, int records, int processes)
    {
        double perEpoch = Math.Ceiling((double)records / (training.PerDeviceTrainBatchSize * processes));
        return training.MaxSteps > 0
            ? (long)training.MaxSteps * training.GradientAccumulationSteps
            : (long)Math.Ceiling(perEpoch * training.NumTrainEpochs);
    }
}
