using System.Text.Json;

namespace Trainer.Evaluation.Tests;

/// <summary>Reference values beside the tests.</summary>
internal static class Fixture
{
    internal static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name)));
        return document.RootElement.Clone();
    }

    internal static string[] Texts(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
