using System.Text.Json;

namespace Trainer.Decoding.Tests.Strategies.Opera;

/// <summary>Expected values from <c>opera.json</c>.</summary>
internal static class OperaFixture
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "opera.json"))).RootElement;

    internal static IReadOnlyList<JsonElement> All(string section) => [.. Root.GetProperty(section).EnumerateArray()];

    internal static TheoryData<string> Names(string section) => [.. All(section).Select(one => one.GetProperty("name").GetString()!)];

    internal static JsonElement Case(string section, string name) => All(section).Single(one => one.GetProperty("name").GetString() == name);

    /// <summary>All numbers in nested lists, one after the other; <c>"inf"</c> and <c>"-inf"</c> may stand there.</summary>
    internal static IEnumerable<double> Flat(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Flat),
        JsonValueKind.String => [value.GetString() == "inf" ? double.PositiveInfinity : double.NegativeInfinity],
        _ => [value.GetDouble()],
    };
}
