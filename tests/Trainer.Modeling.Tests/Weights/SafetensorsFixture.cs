using System.Text.Json;

namespace Trainer.Modeling.Tests.Weights;

/// <summary>Files of the format, good and broken, from <c>Fixtures/safetensors.json</c>.</summary>
internal static class SafetensorsFixture
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(PathOf("safetensors.json"))).RootElement;

    /// <summary>A file with eight tensors of eight types.</summary>
    internal static byte[] Tiny { get; } = Convert.FromHexString(Root.GetProperty("tiny").GetString()!);

    /// <summary>Type, shape and values of each of its tensors.</summary>
    internal static IEnumerable<JsonProperty> Values => Root.GetProperty("values").EnumerateObject();

    /// <summary>Names of the files in one group: <c>good</c> or <c>bad</c>.</summary>
    internal static TheoryData<string> Names(string group) => [.. Root.GetProperty(group).EnumerateObject().Select(entry => entry.Name)];

    internal static byte[] Bytes(string group, string name) => Convert.FromHexString(Root.GetProperty(group).GetProperty(name).GetString()!);

    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Weights", "Fixtures", name);
}
