using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Configuration;

/// <summary>The vision tower's part of a config.json, or that of a CLIP repository.</summary>
internal static class ClipVisionConfigJson
{
    private const int MostLayers = 1024;
    private const int MostHeads = 1024;
    private const int MostPixels = 8192;

    /// <summary>Towers that configs name without bringing their sizes along.</summary>
    private static readonly Dictionary<string, ClipVisionConfig> Known = new(StringComparer.Ordinal)
    {
        ["clip-vit-large-patch14"] = new ClipVisionConfig { ImageSize = 224 },
        ["clip-vit-large-patch14-336"] = new ClipVisionConfig { ImageSize = 336 },
    };

    /// <summary>Reads the keys; absent ones mean the defaults of transformers' CLIPVisionConfig.</summary>
    internal static ClipVisionConfig Read(ConfigReader reader)
    {
        reader.Choice("model_type", "clip_vision_model", "clip_vision_model");
        return new ClipVisionConfig
        {
            HiddenSize = reader.Size("hidden_size", 768),
            IntermediateSize = reader.Size("intermediate_size", 3072),
            Layers = reader.Size("num_hidden_layers", 12, MostLayers),
            Heads = reader.Size("num_attention_heads", 12, MostHeads),
            ImageSize = reader.Size("image_size", 224, MostPixels),
            PatchSize = reader.Size("patch_size", 32, MostPixels),
            LayerNormEpsilon = reader.Real("layer_norm_eps", 1e-5),
            HiddenActivation = reader.Choice("hidden_act", "quick_gelu", "quick_gelu", "gelu"),
        };
    }

    /// <summary>Sizes of the tower that a flat config names: those of its folder where there is one, else those of a known tower.</summary>
    /// <param name="config">Path of the flat config.</param>
    /// <param name="tower">Its <c>mm_vision_tower</c>.</param>
    internal static ClipVisionConfig Find(string config, string tower)
    {
        string path = Path.Combine(Folder(Path.GetDirectoryName(config) ?? string.Empty, tower), "config.json");
        if (File.Exists(path))
        {
            var reader = new ConfigReader(path, ConfigFile.Read(path));
            return Read(reader.Has("vision_config") ? reader.Nested("vision_config") : reader);
        }

        return Known.TryGetValue(NameOf(tower), out ClipVisionConfig? known)
            ? known
            : throw new CheckpointException(
                $"{config}: mm_vision_tower is '{tower}', which is neither a folder here nor {string.Join(" or ", Known.Keys)}. "
                + "Put the tower's folder beside the config and name it there.");
    }

    /// <summary>The known tower of these sizes, or null.</summary>
    internal static string? HubName(ClipVisionConfig config) =>
        Known.Where(entry => entry.Value == config).Select(entry => $"openai/{entry.Key}").FirstOrDefault();

    /// <summary>Where a flat checkpoint's tower lies if it lies here at all.</summary>
    internal static string Folder(string checkpoint, string tower) => Path.Combine(checkpoint, tower);

    // Training machines leave paths of their own; the last part still says which tower it was.
    private static string NameOf(string tower) => Path.GetFileName(Path.TrimEndingDirectorySeparator(tower));
}
