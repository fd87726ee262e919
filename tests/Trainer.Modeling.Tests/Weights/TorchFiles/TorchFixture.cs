using System.Text.Json;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

/// <summary>Files that torch itself wrote, from <c>Fixtures/torch_zip.json</c>.</summary>
internal static class TorchFixture
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(SafetensorsFixture.PathOf("torch_zip.json"))).RootElement;

    /// <summary>A state dictionary.</summary>
    internal static byte[] State { get; } = Bytes("state");

    /// <summary>A dictionary of one tensor.</summary>
    internal static byte[] Dictionary { get; } = Bytes("dictionary");

    /// <summary>A file whose pickle calls a function.</summary>
    internal static byte[] Evil { get; } = Bytes("evil");

    /// <summary>Type, shape, strides, offset and elements of each of the state's tensors.</summary>
    internal static IEnumerable<JsonProperty> Values => Root.GetProperty("values").EnumerateObject();

    /// <summary>Pairs of tensors over one storage.</summary>
    internal static IEnumerable<(string First, string Second)> SharedStorage =>
        Root.GetProperty("shared_storage").EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!));

    /// <summary>First byte and length of one of the state's entries.</summary>
    internal static (int Begin, int Length) Entry(string name)
    {
        JsonElement entry = Root.GetProperty("entries").EnumerateArray().Single(entry => entry[0].GetString() == $"tiny_state_dict/{name}");
        return (entry[4].GetInt32(), entry[3].GetInt32());
    }

    /// <summary>The state's pickle.</summary>
    internal static byte[] Pickle => State.AsSpan(Entry("data.pkl").Begin, Entry("data.pkl").Length).ToArray();

    /// <summary>Bytes of the state's storages by key.</summary>
    internal static Dictionary<string, long> Storages { get; } = Root.GetProperty("entries").EnumerateArray()
        .Select(entry => (Key: entry[0].GetString()!.Split("/data/")[^1], Length: entry[3].GetInt64()))
        .Where(entry => !entry.Key.Contains('/', StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key, entry => entry.Length);

    private static byte[] Bytes(string name) => Convert.FromHexString(Root.GetProperty(name).GetString()!);
}
