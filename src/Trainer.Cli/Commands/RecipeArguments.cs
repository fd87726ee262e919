using System.CommandLine;
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

    /// <summary>Reads the recipe that the command line names, and says on stderr which keys have a proper name.</summary>
    internal static RecipeRun Load(ParseResult result)
    {
        string path = RecipeFiles.PathOf(result.GetRequiredValue(RecipeName));
        RecipeRun run = RecipeRun.Load(path, result.GetValue(Overrides) ?? []);
        foreach (string hint in run.Hints)
        {
            Progress.For(result).WriteLine(hint);
        }

        return run;
    }
}
