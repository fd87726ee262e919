using System.Text.Json.Nodes;
using Trainer.Algorithms.Common.Answers;
using Trainer.Recipes;
using Trainer.Recipes.Binding;

namespace Trainer.Algorithms.Bpo;

/// <summary>What a preference file holds and how it came about: <c>manifest.json</c>.</summary>
internal static class BpoManifest
{
    /// <summary>Writes the file.</summary>
    internal static void Write(string path, BpoRecipe recipe, AnswerFingerprint fingerprint, BpoResult result)
    {
        Completion[] completions = [.. result.Records.SelectMany(record => record.Completions)];
        ManifestFile.Write(path, new JsonObject
        {
            ["method"] = KeyNames.Of(recipe.Bpo.Method),
            ["seed"] = recipe.Seed,
            ["records"] = result.Records.Count,
            ["pairs"] = result.Records.Sum(record => BpoFiles.PairsOf(record).Count()),
            ["pairs_by_source"] = ManifestFile.Counts(result.Records.SelectMany(BpoFiles.PairsOf).Select(pair => pair.Source ?? "")),
            ["completions_by_type"] = ManifestFile.Counts(completions.Select(completion => completion.Type)),
            ["rejected"] = ManifestFile.Table(result.Rejected),
            ["tokens_of_kept_answers"] = ManifestFile.Lengths(result.KeptTokens),
            ["words_by_type"] = ManifestFile.Table(WordsByType(completions), ManifestFile.Lengths),
            ["settings"] = RecipeWriter.Write(recipe.Bpo),
            ["sha256"] = fingerprint.ToJson(),
        });
    }

    private static IEnumerable<KeyValuePair<string, int[]>> WordsByType(IEnumerable<Completion> completions) => completions
        .GroupBy(completion => completion.Type)
        .Select(type => KeyValuePair.Create(type.Key, type.Select(one => AnswerFilter.CountWords(one.Response)).ToArray()));
}
