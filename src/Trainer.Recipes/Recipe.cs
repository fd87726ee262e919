using Trainer.Recipes.Binding;
using Trainer.Recipes.Yaml;

namespace Trainer.Recipes;

/// <summary>Reads recipes: YAML and overrides in, typed options or one list of all problems out.</summary>
public static class Recipe
{
    private const long LargestFile = 1 << 20;

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">A YAML file of at most 1 MiB.</param>
    /// <param name="overrides">Changes in order: <c>a.b=value</c> with a YAML value, or <c>~a.b</c> to delete.</param>
    /// <typeparam name="T">The options record of the recipe's stage.</typeparam>
    /// <exception cref="RecipeException">With everything that is wrong.</exception>
    public static LoadedRecipe<T> Load<T>(string path, params IEnumerable<string> overrides)
        where T : class => Parse<T>(ReadText(path), path, overrides);

    /// <summary>Reads a recipe from text.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="overrides">Changes in order.</param>
    /// <exception cref="RecipeException">With everything that is wrong.</exception>
    public static LoadedRecipe<T> Parse<T>(string text, string source, params IEnumerable<string> overrides)
        where T : class
    {
        var problems = new List<Problem>();
        Node root = ReadNodes(text, source, overrides, problems);
        var binder = new Binder(typeof(T), problems);
        object? options = binder.Bind(root);
        return problems.Count == 0 && options is T bound
            ? new LoadedRecipe<T>(bound, source, binder.Hints) { OriginOf = binder.OriginOf }
            : throw new RecipeException(source, problems);
    }

    /// <summary>Reads only the recipe's <c>stage</c>, which tells the options record that the rest needs.</summary>
    /// <exception cref="RecipeException">The file is no YAML, or has no stage.</exception>
    public static string PeekStage(string path, params IEnumerable<string> overrides)
    {
        var problems = new List<Problem>();
        Node root = ReadNodes(ReadText(path), path, overrides, problems);
        Node? stage = (root as MappingNode)?.Entries.FirstOrDefault(entry => entry.Key == "stage")?.Value;
        return stage is ScalarNode { IsNull: false } scalar
            ? scalar.Text
            : throw new RecipeException(path, problems.Append(new Problem("stage", "is required, but is not set. It says what the recipe trains, such as sft.", new Origin(1))));
    }

    private static Node ReadNodes(string text, string source, IEnumerable<string> overrides, List<Problem> problems)
    {
        Node root = NodeReader.Read(text, null, problems) ?? throw new RecipeException(source, problems);
        return overrides.Aggregate(root, (tree, change) => new Override(change, problems).ApplyTo(tree));
    }

    private static string ReadText(string path)
    {
        try
        {
            long bytes = new FileInfo(path).Length;
            return bytes <= LargestFile
                ? File.ReadAllText(path)
                : throw new RecipeException(path, [new Problem("", $"The file has {bytes} bytes, but a recipe has at most {LargestFile}. Is this the right file?")]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RecipeException(path, [new Problem("", $"The file can't be read: {exception.Message}")]);
        }
    }
}
