using Trainer.Algorithms;
using Trainer.Algorithms.Common.Planning;
using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Dpo.References;
using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Cli.Distributed;
using Trainer.Cli.Models;
using Trainer.Cli.Reports;
using Trainer.Data.Text;
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
    /// <param name="processes">Those that train together; the first one says and writes everything.</param>
    /// <exception cref="IOException">Another run is training in the same folder.</exception>
    internal Completion Train(TextWriter progress, RunGroup processes)
    {
        bool isFirst = processes.Group.IsFirst;
        var directory = new RunDirectory(Recipe.OutputDir);
        using RunLock? held = isFirst ? RunLock.Take(directory) : null;
        TextWriter shown = isFirst ? progress : TextWriter.Null;
        using StopRequest stop = LaunchedProcess.IsThis ? StopRequest.OnFirstSignal() : StopRequest.OnSignals();
        using var hooks = new RunHooks(Source, shown);
        using ITrainingRun run = Algorithm.Create(Recipe, Surroundings(processes, stop, shown) with { Hooks = isFirst ? hooks.Create : (_, _) => [] });
        var done = new Completion(directory, run.Run());
        if (isFirst)
        {
            Finish(done);
        }

        // Whoever started the processes may take the end of one for the end of all.
        processes.Group.Barrier();
        return done;
    }

    private void Finish(Completion done)
    {
        if (done.Model is { } model)
        {
            ChatTemplateFile.Write(model, Recipe.Data.ChatTemplate);
        }

        RunReport.Write(done.Directory.Path);
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
            using ITrainingRun run = Algorithm.Create(here.Recipe, here.Surroundings(RunGroup.Alone, stop, TextWriter.Null));
            return run.DryRun();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How much memory the run would take on a device.</summary>
    internal MemoryPlan Plan(Torch.Device device)
    {
        using var stop = new StopRequest();
        return Algorithm.Plan(Recipe, Surroundings(RunGroup.Alone with { Device = device }, stop, TextWriter.Null));
    }

    /// <summary>Computes the reference's log-probabilities of all pairs, and returns how many there are.</summary>
    internal int WriteReferenceLogProbs(DpoRecipe recipe)
    {
        using var stop = new StopRequest();
        return ReferenceLogProbs.Write(recipe, Surroundings(RunGroup.Alone, stop, TextWriter.Null));
    }

    /// <summary>How the roles of reinforcement learning read prompts.</summary>
    internal RolloutPromptFormat Prompts(ITokenizer tokenizer)
    {
        using var stop = new StopRequest();
        return PpoPrompts.Format((PpoRecipe)Recipe, Surroundings(RunGroup.Alone, stop, TextWriter.Null), tokenizer);
    }

    private RunContext Surroundings(RunGroup processes, StopRequest stop, TextWriter progress) => new()
    {
        RecipeSource = Source,
        Device = processes.Device,
        Group = processes.Group,
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
