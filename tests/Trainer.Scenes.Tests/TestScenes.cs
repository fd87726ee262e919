using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

/// <summary>Pictures that tests share.</summary>
internal static class TestScenes
{
    /// <summary>The first pictures of a seed.</summary>
    internal static Scene[] Drawn(int count, int seed = 11)
    {
        var sampler = new SceneSampler(new Random(seed));
        return [.. Enumerable.Range(1, count).Select(sampler.Next)];
    }

    /// <summary>Objects side by side, from the top left, on white.</summary>
    internal static Scene Of(params string[] names) => new(
        7, SceneWorld.Contexts[0], 0, [.. names.Select((name, i) => new SceneObject(Named(name), i, i % 2 * 32, i / 2 * 32, 28))]);

    internal static Category Named(string name) => SceneWorld.Categories.Single(category => category.Name == name);

    /// <summary>The categories whose names a text holds as whole words.</summary>
    internal static IEnumerable<Category> MentionedIn(string text)
    {
        string words = $" {text.ToLowerInvariant().Replace(".", " ", StringComparison.Ordinal).Replace(",", " ", StringComparison.Ordinal)} ";
        return SceneWorld.Categories.Where(category => words.Contains($" {category.Name} ", StringComparison.Ordinal));
    }
}
