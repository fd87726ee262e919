using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Weights;

/// <summary>The config.json of a model that is put together, in the layout of the llava package.</summary>
internal static class AssembledConfig
{
    internal const string FileName = "config.json";
    private const string TowerKey = "mm_vision_tower";
    private const string KindKey = "mm_projector_type";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// The language model's settings, and those of LLaVA from there or, where it is a plain Llama, from beside the projector; where
    /// they stand nowhere, those that all released models share.
    /// </summary>
    /// <param name="directory">Folder of the model that is made.</param>
    /// <param name="parts">What it is made of.</param>
    /// <param name="projector">File of the projector, or none.</param>
    internal static string Text(string directory, LlavaParts parts, string? projector)
    {
        string path = Path.Combine(parts.LanguageModel, FileName);
        JsonObject json = ConfigFile.Read(path);
        if (json.ContainsKey("text_config"))
        {
            return parts.VisionTower is null
                ? json.ToJsonString(Indented)
                : throw new CheckpointException($"{path} is in transformers' layout, which holds its own vision tower. Leave the tower out.");
        }

        if (!json.ContainsKey(TowerKey))
        {
            AddLlavaKeys(json, projector ?? throw new CheckpointException($"{path} is a language model without a projector. Name the projector's file."));
        }

        json[TowerKey] = Tower(directory, parts, path, json);
        return json.ToJsonString(Indented);
    }

    private static void AddLlavaKeys(JsonObject json, string projector)
    {
        bool hasLayers = HasLayers(projector);
        JsonObject keys = new()
        {
            ["architectures"] = new JsonArray("LlavaLlamaForCausalLM"),
            ["model_type"] = "llava_llama",
            ["pretraining_tp"] = 1,
            ["use_mm_proj"] = true,
            [KindKey] = hasLayers ? "mlp2x_gelu" : "linear",
            ["mm_vision_select_layer"] = -2,
            ["mm_vision_select_feature"] = "patch",
            ["image_aspect_ratio"] = hasLayers ? "pad" : "square",
            ["mm_use_im_start_end"] = false,
            ["mm_use_im_patch_token"] = false,
        };
        foreach ((string key, JsonNode? value) in keys.Concat(Beside(projector)))
        {
            json[key] = value?.DeepClone();
        }
    }

    /// <summary>What a projector's repository says of pictures; its other keys describe the language model that it was trained with.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Beside(string projector)
    {
        string path = Path.Combine(Path.GetDirectoryName(projector)!, FileName);
        return File.Exists(path)
            ? ConfigFile.Read(path).Where(entry => entry.Key.StartsWith("mm_", StringComparison.Ordinal) || entry.Key is "image_aspect_ratio" or "tokenizer_model_max_length" or "tokenizer_padding_side")
            : [];
    }

    private static bool HasLayers(string projector)
    {
        using IWeightSource file = WeightFile.Open(projector);
        return file.Tensors.Keys.Any(name => ProjectorFile.ToOurs(name)?.StartsWith("model.mm_projector.0.", StringComparison.Ordinal) == true);
    }

    /// <summary>Paths stand relative to the checkpoint, so that it can be moved with its parts.</summary>
    private static string? Tower(string directory, LlavaParts parts, string path, JsonObject json)
    {
        if (parts.VisionTower is { } folder)
        {
            return Path.GetRelativePath(directory, folder);
        }

        string named = new ConfigReader(path, json).Text(TowerKey, string.Empty);
        string beside = Path.Combine(parts.LanguageModel, named);
        return named.Length > 0 && Directory.Exists(beside) ? Path.GetRelativePath(directory, beside) : named;
    }
}
