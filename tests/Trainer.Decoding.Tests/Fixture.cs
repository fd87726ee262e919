using System.Text.Json;

namespace Trainer.Decoding.Tests;

/// <summary>Expected values from <c>decoding.json</c>.</summary>
internal static class Fixture
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "decoding.json"))).RootElement;

    internal static JsonElement At(params string[] keys) => keys.Aggregate(Root, (element, key) => element.GetProperty(key));

    internal static JsonElement Run(string name) => At("toy_runs").EnumerateArray().Single(run => run.GetProperty("name").GetString() == name);

    /// <summary>Numbers of a list in which <c>"-inf"</c> may stand.</summary>
    internal static double[] Numbers(this JsonElement list) =>
        [.. list.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? double.NegativeInfinity : value.GetDouble())];

    internal static long[] Ids(this JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt64())];
}
