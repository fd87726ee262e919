using Trainer.Algorithms.Common.Planning;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Runs;
using Trainer.Data;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Planning;

/// <summary>How much memory the steps of a pipeline take that run recipes, one after the other.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="device">Where it would run.</param>
internal sealed class PipelineMemory(Pipeline pipeline, Device device)
{
    // The verbs that run a recipe, by the words before its name.
    private static readonly string[][] Runs = [["run"], ["data", "preferences"]];

    // A model that isn't there yet has the sizes of the one that it is trained from.
    private readonly Dictionary<string, string> sizes = [];

    /// <summary>A plan for each step, or for the first of those that <c>for_each</c> or <c>vary</c> repeat.</summary>
    internal IReadOnlyList<StepMemory> Plan()
    {
        var planned = new Dictionary<string, StepMemory>();
        foreach (PipelineStep step in pipeline.Steps)
        {
            if (RecipeOf(step) is not { } run)
            {
                continue;
            }

            string model = run.Recipe.Model.ModelNameOrPath;
            run = run with { Recipe = run.Recipe with { Model = run.Recipe.Model with { ModelNameOrPath = sizes.GetValueOrDefault(Path.GetFullPath(model), model) } } };
            sizes[Path.GetFullPath(Path.Combine(run.Recipe.OutputDir, "model"))] = run.Recipe.Model.ModelNameOrPath;
            if (!planned.ContainsKey(step.Group))
            {
                planned[step.Group] = Plan(step, run);
            }
        }

        return [.. planned.Values];
    }

    private static RecipeRun? RecipeOf(PipelineStep step) =>
        Array.Find(Runs, verb => step.Words.Take(verb.Length).SequenceEqual(verb)) is { } words
            ? RecipeRun.Load(RecipeFiles.PathOf(step.Words[words.Length]), [.. step.Words.Skip(words.Length + 1).Where(word => !word.StartsWith('-'))])
            : null;

    private StepMemory Plan(PipelineStep step, RecipeRun run)
    {
        try
        {
            return new StepMemory(step.Name, run.Recipe.Stage, run.Plan(device), null);
        }
        catch (Exception error) when (error is DataException or CheckpointException or FileNotFoundException or DirectoryNotFoundException)
        {
            return new StepMemory(step.Name, run.Recipe.Stage, null, error.Message);
        }
    }
}

/// <summary>What one step takes.</summary>
/// <param name="Name">The step.</param>
/// <param name="Stage">Its recipe's stage.</param>
/// <param name="Plan">Its plan; null where something that earlier steps make has to be there first.</param>
/// <param name="Problem">What is missing then.</param>
internal sealed record StepMemory(string Name, string Stage, MemoryPlan? Plan, string? Problem);
