using System.CommandLine;
using Trainer.Cli.Studies;
using Trainer.Recipes;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Pipelines;

/// <summary>A pipeline's recipe that was read and found right, with its steps written out.</summary>
/// <param name="Recipe">The options.</param>
/// <param name="Source">The recipe's path.</param>
/// <param name="Steps">The steps in order.</param>
/// <param name="Verbs">What understands their command lines.</param>
internal sealed record Pipeline(PipelineRecipe Recipe, string Source, IReadOnlyList<PipelineStep> Steps, Func<RootCommand> Verbs)
{
    /// <summary>Whether a recipe is one of a pipeline.</summary>
    /// <exception cref="RecipeException">It is no recipe at all.</exception>
    internal static bool IsOne(string path, IReadOnlyList<string> overrides) =>
        Trainer.Recipes.Recipe.PeekStage(path, overrides) == PipelineRecipe.StageName;

    /// <summary>Reads a recipe and everything that its steps name.</summary>
    /// <exception cref="RecipeException">With everything that is wrong, also with the recipes of its steps.</exception>
    internal static Pipeline Load(string path, IReadOnlyList<string> overrides, Func<RootCommand> verbs)
    {
        LoadedRecipe<PipelineRecipe> loaded = Trainer.Recipes.Recipe.Load<PipelineRecipe>(path, overrides);
        (IReadOnlyList<PipelineStep> steps, IReadOnlyList<Problem> problems) = PipelinePlan.Of(loaded.Options);
        loaded.Require([.. problems, .. ProblemsOfStudy(loaded.Options, steps), .. ProblemsOfSweep(loaded.Options, steps), .. steps.SelectMany(step => new StepCommand(verbs(), step).Problems())]);
        return new Pipeline(loaded.Options, path, steps, verbs);
    }

    private static IEnumerable<Problem> ProblemsOfSweep(PipelineRecipe recipe, IReadOnlyList<PipelineStep> steps)
    {
        string[] varied = [.. steps.Where(step => step.Setting is not null).Select(step => step.Group).Distinct()];
        return recipe.Sweep is { } sweep && !varied.Contains(sweep.Step)
            ? [new Problem("sweep.step", $"is '{sweep.Step}', but the steps with vary are {(varied.Length == 0 ? "none" : string.Join(", ", varied))}.")]
            : [];
    }

    private static IEnumerable<Problem> ProblemsOfStudy(PipelineRecipe recipe, IReadOnlyList<PipelineStep> steps)
    {
        IReadOnlyList<string> rows = StudyTable.RowsOf(steps);
        string measured = rows.Count == 0 ? "none" : string.Join(", ", rows);
        IEnumerable<KeyValuePair<string, string>> named = recipe.Study is not { } study ? []
            : [KeyValuePair.Create("study.baseline", study.Baseline), .. study.Against.SelectMany(pair => new[] { pair.Key, pair.Value }).Select(row => KeyValuePair.Create("study.against", row))];
        return named.Where(entry => !rows.Contains(entry.Value)).Select(entry => new Problem(entry.Key, $"is '{entry.Value}', but the steps named chair-ROW and pope-ROW measure {measured}."));
    }
}
