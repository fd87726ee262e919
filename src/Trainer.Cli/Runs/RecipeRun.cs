using Trainer.Algorithms;
using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Dpo.References;
using Trainer.Cli.Models;
using Trainer.Cli.Reports;
using Trainer.Modeling;
using Trainer.Recipes;
using Trainer.Recipes.Options;
using Trainer.Training;

namespace Trainer.Cli.Runs;

/// <summary>A recipe that was read, with the algorithm that it names.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Recipe">The options.</param>
/// <param name="Source">The recipe's path.</param>
internal sealed record RecipeRun(AlgorithmDefinition Algorithm, StageRecipe Recipe, string Source)
{
    /// <summary>One line for each key that was written by another name than its proper one.</summary>
    internal IReadOnlyList<string> Hints { get; private init; } = [];

    internal static RecipeRun Load(string path, IReadOnlyList<string> overrides)
    {
        AlgorithmDefinition algorithm = AlgorithmCatalog.ForRecipe(path, overrides);
        LoadedRecipe<StageRecipe> loaded = algorithm.Load(path, overrides);
        return new RecipeRun(algorithm, loaded.Options, path) { Hints = loaded.Hints };
    }

    /// <summary>Trains from the model and the data to the final model.</summary>
    /// <param name="progress">Where progress is shown.</param>
    /// <exception cref="IOException">Another process is training in the same folder.</exception>
    internal Completion Train(TextWriter progress)
    {
        var directory = new RunDirectory(Recipe.OutputDir);
        using RunLock held = RunLock.Take(directory);
        using StopRequest stop = StopRequest.OnSignals();
        using var hooks = new RunHooks(Source, progress);
        using ITrainingRun run = Compose(stop, progress, hooks.Create);
        TrainingResult result = run.Run();
        if (result.IsComplete && Directory.Exists(directory.ModelPath))
        {
            ChatTemplateFile.Write(directory.ModelPath, Recipe.Data.ChatTemplate);
        }

        RunReport.Write(directory.Path);

        return new Completion(directory, result);
    }

    /// <summary>The run as it ended earlier; null where its final model is not there.</summary>
    internal Completion? Completed()
    {
        var directory = new RunDirectory(Recipe.OutputDir);
        bool isThere = Directory.Exists(directory.ModelPath) && directory.Checkpoints.Steps.Count > 0;
        return isThere ? new Completion(directory, new TrainingResult(directory.Checkpoints.Steps[^1], ExitCode.Success)) : null;
    }

    /// <summary>Computes one real batch in a folder of its own, so that nothing of the run itself appears.</summary>
    internal DryRunReport DryRun()
    {
        string folder = Directory.CreateTempSubdirectory("trainer-dry-run-").FullName;
        try
        {
            using var stop = new StopRequest();
            RecipeRun here = this with { Recipe = Recipe with { OutputDir = folder } };
            using ITrainingRun run = here.Compose(stop, TextWriter.Null, (_, _) => []);
            return run.DryRun();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Computes the reference's log-probabilities of all pairs, and returns how many there are.</summary>
    internal int WriteReferenceLogProbs(DpoRecipe recipe)
    {
        using var stop = new StopRequest();
        return ReferenceLogProbs.Write(recipe, Surroundings(stop, TextWriter.Null));
    }

    private ITrainingRun Compose(StopRequest stop, TextWriter progress, Func<StageRecipe, LlavaModel, IReadOnlyList<ITrainingHook>> hooks) =>
        Algorithm.Create(Recipe, Surroundings(stop, progress) with { Hooks = hooks });

    private RunContext Surroundings(StopRequest stop, TextWriter progress) => new()
    {
        RecipeSource = Source,
        Device = ComputePlacement.For(Recipe.Model.Dtype).Device,
        Images = Pictures.For,
        Progress = progress,
        IsTerminal = Progress.IsLive,
        Stop = stop,
    };
}

/// <summary>A run that has ended.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Result">How it ended.</param>
internal sealed record Completion(RunDirectory Directory, TrainingResult Result)
{
    /// <summary>The folder of the final model; null where the run was interrupted or makes none.</summary>
    internal string? Model => Result.IsComplete && System.IO.Directory.Exists(Directory.ModelPath) ? Directory.ModelPath : null;
}
