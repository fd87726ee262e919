using System.Text.Json;
using Trainer.TestKit;

namespace Trainer.Scenes.Tests;

/// <summary>One written set that the tests of its files share.</summary>
public sealed class WrittenScenes : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    /// <summary>Writes a set.</summary>
    public WrittenScenes() => Statistics = ScenesDataset.Write(new ScenesOptions { Directory = Root, Images = 50, Seed = 3 });

    /// <summary>Where it lies.</summary>
    public string Root => folder.Path;

    /// <summary>What was told about it.</summary>
    public ScenesStatistics Statistics { get; }

    /// <summary>A JSON file of the set.</summary>
    public JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, path))).RootElement;

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
