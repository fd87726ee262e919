namespace Trainer.Recipes;

/// <summary>A recipe that a folder offers.</summary>
/// <param name="Name">Path below the folder without its ending, such as <c>tiny/sft</c>.</param>
/// <param name="Path">Where the file is.</param>
/// <param name="Description">The comment at its top, joined to one text.</param>
public sealed record RecipeEntry(string Name, string Path, string Description);

/// <summary>Finds the recipes of a folder.</summary>
public static class RecipeCatalog
{
    /// <summary>All YAML files below a folder, by name; none where the folder doesn't exist.</summary>
    public static IReadOnlyList<RecipeEntry> Find(string folder) =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
                .Select(path => new RecipeEntry(NameOf(folder, path), path, Describe(path)))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    private static string NameOf(string folder, string path) =>
        Path.ChangeExtension(Path.GetRelativePath(folder, path), null).Replace(Path.DirectorySeparatorChar, '/');

    private static string Describe(string path)
    {
        IEnumerable<string> header = File.ReadLines(path)
            .TakeWhile(line => line.StartsWith('#'))
            .Select(line => line.TrimStart('#').Trim());
        return string.Join(' ', header).Trim();
    }
}
