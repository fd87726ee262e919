using System.Text.Json.Nodes;

namespace Trainer.Cli.Datasets;

/// <summary>What a check of a file found.</summary>
/// <param name="Json">For programs.</param>
/// <param name="Lines">For people.</param>
/// <param name="IsGood">Whether nothing was wrong.</param>
internal sealed record CheckedFile(JsonObject Json, IReadOnlyList<string> Lines, bool IsGood)
{
    /// <summary>The same with the records that use pictures of benchmarks.</summary>
    /// <param name="leaks">Their number by the benchmark's file.</param>
    internal CheckedFile With(IReadOnlyDictionary<string, int> leaks)
    {
        Json["held_out"] = new JsonObject(leaks.Select(leak => KeyValuePair.Create(leak.Key, (JsonNode?)leak.Value)));
        return new CheckedFile(Json, [.. Lines, .. leaks.Select(leak => $"  {leak.Value,8} use pictures of {leak.Key}")], IsGood && leaks.Values.All(count => count == 0));
    }

    /// <summary>How many problems there are beyond those that are told.</summary>
    internal static IEnumerable<string> More(int untold) => untold > 0 ? [$"... and {untold} more"] : [];

    /// <summary>Problems as a list.</summary>
    internal static JsonArray ListOf(IEnumerable<string> problems) => [.. problems.Select(problem => (JsonNode)problem)];
}
