using System.Globalization;
using System.Text.Json.Nodes;

namespace Trainer.Cli.Inspections;

/// <summary>A comparison of weights, for people and for programs.</summary>
internal static class DifferenceText
{
    internal static string Of(WeightDifference difference) => string.Join('\n',
    [
        .. Listed("only in the first", difference.OnlyFirst),
        .. Listed("only in the second", difference.OnlySecond),
        .. Listed("other shape", difference.Reshaped),
        .. Listed("other elements", [.. difference.Changed.Select(Describe)]),
        difference.IsNone ? $"The same: {difference.Equal} tensors, bit for bit." : $"{difference.Equal} tensors are the same, bit for bit.",
    ]);

    internal static JsonObject Json(WeightDifference difference) => new()
    {
        ["same"] = difference.IsNone,
        ["equal"] = difference.Equal,
        ["only_first"] = Texts(difference.OnlyFirst),
        ["only_second"] = Texts(difference.OnlySecond),
        ["reshaped"] = Texts(difference.Reshaped),
        ["changed"] = new JsonArray([.. difference.Changed.Select(Json)]),
    };

    private static JsonObject Json(ChangedWeight weight) => new()
    {
        ["name"] = weight.Name,
        ["first"] = weight.First,
        ["second"] = weight.Second,
        ["largest"] = double.IsFinite(weight.Largest) ? weight.Largest : null,
    };

    private static JsonArray Texts(List<string> names) => [.. names.Select(name => (JsonNode)name)];

    private static string Describe(ChangedWeight weight) => string.Create(
        CultureInfo.InvariantCulture, $"{weight.Name}: {weight.First}{(weight.First == weight.Second ? string.Empty : $" and {weight.Second}")}, by {weight.Largest:g4} at most");

    private static IEnumerable<string> Listed(string title, List<string> lines) =>
        lines.Count == 0 ? [] : [$"{title} ({lines.Count}):", .. lines.Select(line => $"  {line}")];
}
