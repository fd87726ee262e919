using System.Text;
using Trainer.Algorithms;
using Trainer.Recipes.Options;
using Trainer.Recipes.Reference;

namespace Trainer.Cli.Runs;

/// <summary>The reference of recipes, docs/recipes.md, from the option types of every stage.</summary>
internal static class RecipePage
{
    private const string Introduction = """
        # Recipe reference

        Generated from the option types by `./trainer recipes reference > docs/recipes.md`; a test keeps it up to date.

        A recipe is one YAML file. Unknown keys are errors, with a suggestion; all problems are listed at once, with their lines.
        On the command line, `a.b=value` changes a key and `~a.b` deletes one.

        """;

    internal static string Write()
    {
        var page = new StringBuilder(Introduction);
        foreach (AlgorithmDefinition algorithm in AlgorithmCatalog.All)
        {
            page.Append($"\n# `stage: {algorithm.Name}`\n\n").Append(RecipeReference.Markdown(algorithm.RecipeType));
        }

        page.Append($"\n# `stage: {PipelineRecipe.StageName}`\n\n").Append(RecipeReference.Markdown(typeof(PipelineRecipe)));
        return page.ToString();
    }
}
