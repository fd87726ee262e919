using Trainer.Modeling.Backbones;
using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Configuration;

/// <summary>
/// config.json of every family of models. Which one it is, and for LLaVA whether in the llava package's flat layout or in Hugging Face's
/// nested one, follows from its keys, since the names in released files changed over the years.
/// </summary>
public static class LlavaConfigJson
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It is missing, no LLaVA config, or holds impossible values.</exception>
    public static LlavaConfig Read(string path) => Read(new ConfigReader(path, ConfigFile.Read(path)));

    /// <summary>Reads the text of a config.json.</summary>
    /// <param name="file">Where it lies, for messages and to find the tower that a flat config names.</param>
    /// <param name="text">The file's content.</param>
    public static LlavaConfig Parse(string file, string text) => Read(new ConfigReader(file, ConfigFile.Parse(file, text)));

    /// <summary>Whether a folder's config.json is a LLaVA's, and not that of a language model or a tower alone.</summary>
    /// <exception cref="CheckpointException">It is missing or broken.</exception>
    public static bool IsIn(string directory)
    {
        string path = Path.Combine(directory, "config.json");
        var reader = new ConfigReader(path, ConfigFile.Read(path));
        return (reader.Has("text_config") && reader.Has("vision_config")) || reader.Has("mm_vision_tower");
    }

    private static LlavaConfig Read(ConfigReader reader)
    {
        LlavaConfig config = BackboneCatalog.All.Select(family => family.Read(reader)).FirstOrDefault(read => read is not null)
            ?? throw new CheckpointException(
                $"{reader.File} is not a LLaVA config: it has neither text_config with vision_config nor mm_vision_tower. Name the folder of a LLaVA checkpoint.");
        RequireConsistent(reader.File, config);
        return config;
    }

    private static void RequireConsistent(string file, LlavaConfig config)
    {
        void Require(bool condition, string problem)
        {
            if (!condition)
            {
                throw new CheckpointException($"{file}: {problem}.");
            }
        }

        LlamaConfig text = config.Text;
        ClipVisionConfig vision = config.Vision;
        Require(text.Heads % text.KeyValueHeads == 0, $"num_attention_heads ({text.Heads}) must be a multiple of num_key_value_heads ({text.KeyValueHeads})");
        Require(text.ExplicitHeadDim > 0 || text.HiddenSize % text.Heads == 0, $"hidden_size ({text.HiddenSize}) must be a multiple of num_attention_heads ({text.Heads})");
        Require(text.HeadDim % 2 == 0, $"the head size ({text.HeadDim}) must be even for rotary positions");
        Require(vision.HiddenSize % vision.Heads == 0, $"the tower's hidden_size ({vision.HiddenSize}) must be a multiple of its num_attention_heads ({vision.Heads})");
        Require(vision.ImageSize % vision.PatchSize == 0, $"image_size ({vision.ImageSize}) must be a multiple of patch_size ({vision.PatchSize})");
        Require(config.QFormer is not { } former || former.HiddenSize % former.Heads == 0, $"the Q-Former's hidden_size ({config.QFormer?.HiddenSize}) must be a multiple of its num_attention_heads ({config.QFormer?.Heads})");
        Require(config.VisionLayersUsed >= 0 && config.VisionLayersUsed <= vision.Layers, $"the selected vision layer ({config.SelectLayer}) lies outside the tower's {vision.Layers} layers");
    }
}
