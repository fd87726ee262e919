using Trainer.Recipes;

namespace Trainer.Cli;

/// <summary>Finds the recipe that a command line names: a file, or one of those that come with the project.</summary>
internal static class RecipeFiles
{
    /// <summary>The path of a recipe.</summary>
    /// <param name="name">A path, or a name such as <c>tiny/sft</c> from <c>recipes list</c>.</param>
    /// <exception cref="UsageException">There is no such recipe.</exception>
    internal static string PathOf(string name) => File.Exists(name) ? name : Entry(name).Path;

    /// <summary>One of the project's own recipes by name; <c>recipes/tiny/sft.yaml</c> means <c>tiny/sft</c> too.</summary>
    internal static RecipeEntry Entry(string name)
    {
        IReadOnlyList<RecipeEntry> entries = RecipeCatalog.Find(Workspace.Recipes);
        string wanted = Path.ChangeExtension(name, null).Replace('\\', '/');
        wanted = wanted.StartsWith("recipes/", StringComparison.Ordinal) ? wanted["recipes/".Length..] : wanted;
        return entries.FirstOrDefault(entry => entry.Name == wanted)
            ?? throw new UsageException($"There is no recipe '{name}': neither a file of that path nor one of {string.Join(", ", entries.Select(entry => entry.Name))}.");
    }
}
