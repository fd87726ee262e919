using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Recipes.Binding;

namespace Trainer.Algorithms.Bpo;

/// <summary>What a preference file holds and how it came about: <c>manifest.json</c>.</summary>
internal static class BpoManifest
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file.</summary>
    internal static void Write(string path, BpoRecipe recipe, BpoFingerprint fingerprint, BpoResult result)
    {
        Completion[] completions = [.. result.Records.SelectMany(record => record.Completions)];
        var json = new JsonObject
        {
            ["method"] = KeyNames.Of(recipe.Bpo.Method),
            ["seed"] = recipe.Seed,
            ["records"] = result.Records.Count,
            ["pairs"] = result.Records.Sum(record => BpoFiles.PairsOf(record).Count()),
            ["pairs_by_source"] = Counts(result.Records.SelectMany(BpoFiles.PairsOf).Select(pair => pair.Source ?? "")),
            ["completions_by_type"] = Counts(completions.Select(completion => completion.Type)),
            ["rejected"] = Object(result.Rejected.Select(reason => KeyValuePair.Create(reason.Key, reason.Value))),
            ["tokens_of_kept_answers"] = Lengths(result.KeptTokens),
            ["words_by_type"] = WordsByType(completions),
            ["settings"] = RecipeWriter.Write(recipe.Bpo),
            ["sha256"] = Hashes(fingerprint),
        };
        AtomicFile.WriteText(path, json.ToJsonString(Format) + "\n");
    }

    private static JsonObject Hashes(BpoFingerprint fingerprint) => new()
    {
        ["model"] = fingerprint.Model,
        ["adapter"] = fingerprint.Adapter,
        ["settings"] = fingerprint.Settings,
        ["data"] = Object(fingerprint.Data),
    };

    private static JsonObject WordsByType(IEnumerable<Completion> completions) => Object(completions
        .GroupBy(completion => completion.Type)
        .Select(type => KeyValuePair.Create(type.Key, Lengths([.. type.Select(one => AnswerFilter.CountWords(one.Response))]))));

    private static JsonObject Lengths(IReadOnlyList<int> lengths) => lengths.Count == 0 ? [] : new JsonObject
    {
        ["least"] = lengths.Min(),
        ["mean"] = Math.Round(lengths.Average(), 2),
        ["most"] = lengths.Max(),
    };

    private static JsonObject Counts(IEnumerable<string> names) =>
        Object(names.CountBy(name => name).OrderBy(count => count.Key, StringComparer.Ordinal));

    private static JsonObject Object(IEnumerable<KeyValuePair<string, int>> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));

    private static JsonObject Object(IEnumerable<KeyValuePair<string, string>> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));

    private static JsonObject Object(IEnumerable<KeyValuePair<string, JsonObject>> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));
}
