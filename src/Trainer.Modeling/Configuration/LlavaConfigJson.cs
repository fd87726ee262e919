using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Configuration;

/// <summary>
/// config.json in both layouts that LLaVA checkpoints have: the llava package's flat one and Hugging Face's nested one.
/// Which it is follows from its keys, since the names in released files changed over the years.
/// </summary>
public static class LlavaConfigJson
{
    private const long MaxLength = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It is missing, no LLaVA config, or holds impossible values.</exception>
    public static LlavaConfig Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength)
            {
                throw new CheckpointException($"{path} is larger than {MaxLength} bytes, which no config is.");
            }

            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} can't be read: {error.Message} Point model_name_or_path to the folder of a checkpoint.", error);
        }
    }

    /// <summary>Reads the text of a config.json.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="text">The file's content.</param>
    public static LlavaConfig Parse(string file, string text)
    {
        JsonObject json = ParseObject(file, text);
        var reader = new ConfigReader(file, json);
        LlavaConfig config = json switch
        {
            _ when json["text_config"] is JsonObject && json["vision_config"] is JsonObject => Nested(reader),
            _ when json.ContainsKey("mm_vision_tower") => throw new CheckpointException(
                $"{file} is in the llava package's layout, which names its vision tower by {json["mm_vision_tower"]}. "
                + "Point model_name_or_path to the llava-hf version of the checkpoint, which holds the tower."),
            _ => throw new CheckpointException($"{file} is not a LLaVA config: it has neither text_config with vision_config nor mm_vision_tower."),
        };
        RequireConsistent(file, config);
        return config;
    }

    /// <summary>Reads the flat layout; the tower's sizes come from its own config, which lies elsewhere.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="text">The file's content.</param>
    /// <param name="tower">Sizes of the tower that <c>mm_vision_tower</c> names.</param>
    public static LlavaConfig ParseFlat(string file, string text, ClipVisionConfig tower)
    {
        var reader = new ConfigReader(file, ParseObject(file, text));
        LlavaConfig config = new()
        {
            Text = LlamaConfigJson.Read(reader),
            Vision = tower,
            Projector = reader.Text("mm_projector_type", "linear") switch
            {
                "linear" => ProjectorKind.Linear,
                "mlp2x_gelu" => ProjectorKind.Mlp2xGelu,
                _ => throw reader.Wrong("mm_projector_type", "linear or mlp2x_gelu"),
            },
            SelectLayer = reader.Number("mm_vision_select_layer", -2),
            KeepClassToken = reader.Text("mm_vision_select_feature", "patch") == "cls_patch",
            ImageAspectRatio = reader.Text("image_aspect_ratio", "square") == "pad" ? ImageAspectRatio.Pad : ImageAspectRatio.Square,
        };

        // The flat layout has no row for pictures: the first id behind the vocabulary stands for one.
        config = config with { ImageTokenId = config.Text.VocabularySize };
        RequireConsistent(file, config);
        return config;
    }

    private static LlavaConfig Nested(ConfigReader reader)
    {
        LlamaConfig text = LlamaConfigJson.Read(reader.Nested("text_config"));
        return new LlavaConfig
        {
            Text = text with
            {
                PadTokenId = reader.Number("pad_token_id", text.PadTokenId),
                TieWordEmbeddings = reader.Nested("text_config").Flag("tie_word_embeddings", reader.Flag("tie_word_embeddings", false)),
            },
            Vision = Vision(reader.Nested("vision_config")),
            Projector = ProjectorKind.Mlp2xGelu,
            SelectLayer = reader.Number("vision_feature_layer", -2),
            KeepClassToken = reader.Text("vision_feature_select_strategy", "default") == "full",
            ImageTokenId = reader.Number(reader.Has("image_token_index") ? "image_token_index" : "image_token_id", 32000),
            ImageAspectRatio = reader.Text("image_aspect_ratio", "pad") == "pad" ? ImageAspectRatio.Pad : ImageAspectRatio.Square,
        };
    }

    private static ClipVisionConfig Vision(ConfigReader reader)
    {
        string activation = reader.Text("hidden_act", "quick_gelu");
        return new ClipVisionConfig
        {
            HiddenSize = reader.Size("hidden_size", 768),
            IntermediateSize = reader.Size("intermediate_size", 3072),
            Layers = reader.Size("num_hidden_layers", 12),
            Heads = reader.Size("num_attention_heads", 12),
            ImageSize = reader.Size("image_size", 224),
            PatchSize = reader.Size("patch_size", 32),
            LayerNormEpsilon = reader.Real("layer_norm_eps", 1e-5),
            HiddenActivation = activation is "quick_gelu" or "gelu" ? activation : throw reader.Wrong("hidden_act", "quick_gelu or gelu"),
        };
    }

    private static JsonObject ParseObject(string file, string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new CheckpointException($"{file} does not hold a JSON object.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new CheckpointException($"{file} is not valid JSON: {error.Message}", error);
        }
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
        Require(config.VisionLayersUsed >= 0 && config.VisionLayersUsed <= vision.Layers, $"vision_feature_layer ({config.SelectLayer}) lies outside the tower's {vision.Layers} layers");
    }
}
