using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>SHA-256 hashes of what a run's answers depend on.</summary>
/// <param name="Model">The checkpoint's content.</param>
/// <param name="Adapter">The adapter's weights; null: none.</param>
/// <param name="Data">Each dataset by its path.</param>
/// <param name="Settings">All of these and the recipe's settings.</param>
internal sealed record AnswerFingerprint(string Model, string? Adapter, IReadOnlyDictionary<string, string> Data, string Settings)
{
    /// <summary>Reads all files of a recipe once.</summary>
    /// <param name="recipe">The recipe, with those settings of its stage at their defaults that change no answer.</param>
    internal static AnswerFingerprint Of(StageRecipe recipe)
    {
        string model = LlavaCheckpoint.Hash(recipe.Model.ModelNameOrPath);
        string? adapter = recipe.Model.AdapterNameOrPath is { } folder ? OfFile(Path.Combine(folder, AdapterCheckpoint.WeightsFile)) : null;
        var data = recipe.Data.Datasets.Select(dataset => dataset.Path).Distinct().ToDictionary(path => path, OfFile, StringComparer.Ordinal);
        string settings = RecipeWriter.Write(recipe with { OutputDir = "", Training = new(), Evaluation = new() });
        byte[] everything = Encoding.UTF8.GetBytes(string.Join('\n', [settings, model, adapter ?? "", .. data.Values]));
        return new AnswerFingerprint(model, adapter, data, Convert.ToHexStringLower(SHA256.HashData(everything)));
    }

    /// <summary>The hashes as manifests hold them.</summary>
    internal JsonObject ToJson() => new()
    {
        ["model"] = Model,
        ["adapter"] = Adapter,
        ["settings"] = Settings,
        ["data"] = ManifestFile.Table(Data, hash => hash),
    };

    private static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
