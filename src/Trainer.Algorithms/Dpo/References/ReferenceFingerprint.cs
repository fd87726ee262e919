using System.Security.Cryptography;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Dpo.References;

/// <summary>All that reference log-probabilities depend on, as names and values: files by their hash, settings by their text.</summary>
public static class ReferenceFingerprint
{
    private const int Digits = 16;

    /// <summary>Takes a recipe's. Reads every file of the model once.</summary>
    /// <param name="recipe">Names model, reference, data and template.</param>
    /// <param name="model">How pictures are read.</param>
    public static IReadOnlyDictionary<string, string> Of(DpoRecipe recipe, LlavaConfig model) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["model"] = FolderHash(recipe.Model.ModelNameOrPath),
        ["adapter"] = recipe.Model.AdapterNameOrPath is { } adapter ? FolderHash(adapter) : "none",
        ["reference"] = recipe.Dpo.Reference is DpoOptions.InitialReference or DpoOptions.BaseReference ? recipe.Dpo.Reference : FolderHash(recipe.Dpo.Reference),
        ["dtype"] = recipe.Model.Dtype.ToString(),
        ["data"] = string.Join(", ", recipe.Data.Datasets.Select(DataHash)),
        ["chat_template"] = recipe.Data.ChatTemplate,
        ["max_length"] = FormattableString.Invariant($"{recipe.Data.MaxLength} {recipe.Data.Overlong}"),
        ["images"] = FormattableString.Invariant($"{model.Vision.ImageSize} {model.ImageAspectRatio}"),
        ["weak_image"] = Weakening(recipe),
        ["ddpo_gamma"] = FormattableString.Invariant($"{recipe.Dpo.Loss.DdpoGamma}"),
    };

    private static string Weakening(DpoRecipe recipe) => !recipe.Dpo.ReadsWeakened ? "none"
        : recipe.Dpo.WeakImage == PictureWeakening.Crop ? FormattableString.Invariant($"crop seed {recipe.Seed}")
        : FormattableString.Invariant($"noise {recipe.Dpo.WeakNoiseStep} seed {recipe.Seed}");

    private static string DataHash(DatasetOptions dataset)
    {
        using FileStream file = File.OpenRead(dataset.Path);
        return $"{Short(SHA256.HashData(file))} {dataset.Format}";
    }

    private static string FolderHash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Directory.EnumerateFiles(folder).Where(IsWeightOrSetting).Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }

        return Short(hash.GetHashAndReset());
    }

    private static bool IsWeightOrSetting(string path) => Path.GetExtension(path) is ".safetensors" or ".bin" or ".json" or ".model";

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash)[..Digits];
}
