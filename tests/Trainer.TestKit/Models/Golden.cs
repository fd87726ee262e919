using System.Text.Json;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary>Expected numbers of the tiny models, from <c>models.json</c>.</summary>
public static class Golden
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Models", "Fixtures", "models.json"))).RootElement;

    /// <summary>The element at a path of keys.</summary>
    public static JsonElement At(params string[] keys) => keys.Aggregate(Root, (element, key) => element.GetProperty(key));

    /// <summary>All numbers at a path, nested lists flattened.</summary>
    public static double[] Numbers(params string[] keys) => [.. Flatten(At(keys))];

    /// <summary>Token ids at a path, Int64 [rows, columns].</summary>
    public static Tensor Ids(params string[] keys)
    {
        JsonElement rows = At(keys);
        return Tensor.From([.. Flatten(rows).Select(id => (long)id)], rows.GetArrayLength(), rows[0].GetArrayLength());
    }

    /// <summary>All numbers of nested lists in order.</summary>
    public static IEnumerable<double> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetDouble()];
}
