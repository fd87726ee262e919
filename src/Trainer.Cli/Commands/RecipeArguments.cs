using System.CommandLine;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Runs;

namespace Trainer.Cli.Commands;

/// <summary>The arguments of every verb that reads a recipe.</summary>
internal static class RecipeArguments
{
    internal static readonly Argument<string> RecipeName = new("recipe") { Description = "A YAML file, or a name from 'recipes list'." };

    internal static readonly Argument<string[]> Overrides = new("overrides")
    {
        Description = "Changes, such as training.learning_rate=1e-4, or ~data.image_dir to delete a key.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The path of the recipe that the command line names.</summary>
    internal static string PathOf(ParseResult result) => RecipeFiles.PathOf(result.GetRequiredValue(RecipeName));

    /// <summary>The changes to it.</summary>
    internal static IReadOnlyList<string> OverridesOf(ParseResult result) => result.GetValue(Overrides) ?? [];

    /// <summary>Whether that recipe is one of a pipeline.</summary>
    internal static bool NamesPipeline(ParseResult result) => Pipeline.IsOne(PathOf(result), OverridesOf(result));

    /// <summary>Reads the pipeline that the command line names.</summary>
    internal static Pipeline LoadPipeline(ParseResult result) => Pipeline.Load(PathOf(result), OverridesOf(result), CommandLine.Create);

    /// <summary>Reads the recipe that the command line names, and says on stderr which keys have a proper name.</summary>
    internal static RecipeRun Load(ParseResult result)
    {
        RecipeRun run = RecipeRun.Load(PathOf(result), OverridesOf(result));
        foreach (string hint in run.Hints)
        {
            Progress.For(result).WriteLine(hint);
        }

        return run;
    }
}
