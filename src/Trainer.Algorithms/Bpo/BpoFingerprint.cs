using System.Security.Cryptography;
using System.Text;
using Trainer.Modeling.Weights;
using Trainer.Recipes;

namespace Trainer.Algorithms.Bpo;

/// <summary>SHA-256 hashes of what a run's answers depend on.</summary>
/// <param name="Model">The checkpoint's content.</param>
/// <param name="Adapter">The adapter's weights; null: none.</param>
/// <param name="Data">Each dataset by its path.</param>
/// <param name="Settings">All of these and the recipe's settings. Filters and the batch's size change no answer, and don't count.</param>
internal sealed record BpoFingerprint(string Model, string? Adapter, IReadOnlyDictionary<string, string> Data, string Settings)
{
    /// <summary>Reads all files of a recipe once.</summary>
    internal static BpoFingerprint Of(BpoRecipe recipe)
    {
        string model = LlavaCheckpoint.Hash(recipe.Model.ModelNameOrPath);
        string? adapter = recipe.Model.AdapterNameOrPath is { } folder ? OfFile(Path.Combine(folder, AdapterCheckpoint.WeightsFile)) : null;
        var data = recipe.Data.Datasets.Select(dataset => dataset.Path).Distinct().ToDictionary(path => path, OfFile, StringComparer.Ordinal);
        string settings = RecipeWriter.Write(recipe with
        {
            OutputDir = "",
            Training = new(),
            Evaluation = new(),
            Bpo = recipe.Bpo with { Filters = new(), BatchSize = 1 },
        });
        byte[] everything = Encoding.UTF8.GetBytes(string.Join('\n', [settings, model, adapter ?? "", .. data.Values]));
        return new BpoFingerprint(model, adapter, data, Convert.ToHexStringLower(SHA256.HashData(everything)));
    }

    private static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
