using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>What a file of answers holds and how it came about: <c>manifest.json</c>.</summary>
internal static class ManifestFile
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file.</summary>
    internal static void Write(string path, JsonObject manifest) => AtomicFile.WriteText(path, manifest.ToJsonString(Format) + "\n");

    /// <summary>Values by name.</summary>
    internal static JsonObject Table<T>(IEnumerable<KeyValuePair<string, T>> values, Func<T, JsonNode?> toJson) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, toJson(value.Value))));

    /// <summary>Counts by name, in the order that they come in.</summary>
    internal static JsonObject Table(IEnumerable<KeyValuePair<string, int>> counts) => Table(counts, count => count);

    /// <summary>How often each name occurs.</summary>
    internal static JsonObject Counts(IEnumerable<string> names) =>
        Table(names.CountBy(name => name).OrderBy(count => count.Key, StringComparer.Ordinal));

    /// <summary>Least, mean and most of some lengths.</summary>
    internal static JsonObject Lengths(IReadOnlyList<int> lengths) => lengths.Count == 0 ? [] : new JsonObject
    {
        ["least"] = lengths.Min(),
        ["mean"] = Math.Round(lengths.Average(), 2),
        ["most"] = lengths.Max(),
    };
}
