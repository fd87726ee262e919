using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Backbones.Blip;
using Trainer.Torch;

namespace Trainer.Modeling.Configuration;

/// <summary>
/// The JSON files around the weights, in spellings that every version of transformers and of the llava package reads.
/// </summary>
public static class LlavaConfigWriter
{
    private const string ConfigName = "config.json";
    private const string TowerFolder = "vision_tower";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Other spellings of keys that are written already; left in place they would contradict them.</summary>
    private static readonly string[] Superseded = ["rope_parameters", "dtype", "image_token_id"];

    /// <summary>The text of each file by its name.</summary>
    /// <param name="model">Sizes.</param>
    /// <param name="type">Element type of the weights.</param>
    /// <param name="origin">Folder of a checkpoint whose further keys are kept where the layout is the same; none: no such keys.</param>
    /// <param name="layout">How to write them; none: as <see cref="CheckpointLayouts.For"/> says.</param>
    /// <exception cref="Weights.CheckpointException">The layout can't hold the model.</exception>
    public static IReadOnlyDictionary<string, string> Files(LlavaConfig model, DType type, string? origin = null, CheckpointLayout? layout = null)
    {
        CheckpointLayout chosen = layout ?? CheckpointLayouts.For(model);
        bool isFlat = chosen == CheckpointLayout.Llava;
        LlavaConfig config = CheckpointLayouts.Adapt(model, chosen);
        bool isBlip = chosen == CheckpointLayout.Blip2 || chosen == CheckpointLayout.InstructBlip;
        JsonObject json = isBlip ? BlipConfigWriter.Config(config, Text(config.Text, type)) : isFlat ? FlatConfig(config, type) : NestedConfig(config, type);
        if (origin is not null && File.Exists(Path.Combine(origin, ConfigName)))
        {
            JsonObject original = ConfigFile.Read(Path.Combine(origin, ConfigName));
            KeepUnknown(json, original.ContainsKey("text_config") == isFlat ? [] : original);
        }

        var files = new Dictionary<string, JsonObject> { [ConfigName] = json, ["generation_config.json"] = Generation(config) };
        if (isBlip)
        {
            files["preprocessor_config.json"] = BlipConfigWriter.Preprocessor(config);
        }
        else if (!isFlat)
        {
            files["preprocessor_config.json"] = Preprocessor(config);
            files["processor_config.json"] = Processor(config);
        }
        else if (ClipVisionConfigJson.HubName(config.Vision) is null)
        {
            files[Path.Combine(TowerFolder, ConfigName)] = Vision(config.Vision);
        }

        return files.ToDictionary(file => file.Key, file => file.Value.ToJsonString(Indented));
    }

    private static void KeepUnknown(JsonObject written, JsonObject original)
    {
        foreach ((string key, JsonNode? value) in original.Where(entry => !Superseded.Contains(entry.Key)))
        {
            if (!written.ContainsKey(key))
            {
                written[key] = value?.DeepClone();
            }
            else if (written[key] is JsonObject inner && value is JsonObject further)
            {
                KeepUnknown(inner, further);
            }
        }
    }

    private static string TypeName(DType type) => type switch
    {
        DType.BFloat16 => "bfloat16",
        DType.Float16 => "float16",
        _ => "float32",
    };

    private static JsonObject NestedConfig(LlavaConfig config, DType type) => new()
    {
        ["architectures"] = new JsonArray("LlavaForConditionalGeneration"),
        ["model_type"] = "llava",
        ["ignore_index"] = -100,
        ["image_token_index"] = config.ImageTokenId,
        ["image_seq_length"] = config.ImageTokenCount,
        ["image_aspect_ratio"] = config.ImageAspectRatio == ImageAspectRatio.Pad ? "pad" : "square",
        ["pad_token_id"] = config.Text.PadTokenId,
        ["projector_hidden_act"] = "gelu",
        ["vision_feature_layer"] = config.SelectLayer,
        ["vision_feature_select_strategy"] = config.KeepClassToken ? "full" : "default",
        ["tie_word_embeddings"] = config.Text.TieWordEmbeddings,
        ["torch_dtype"] = TypeName(type),
        ["text_config"] = Text(config.Text, type),
        ["vision_config"] = Vision(config.Vision),
    };

    /// <summary>The language model's keys with the others among them. False ones are said, since absent ones mean true.</summary>
    private static JsonObject FlatConfig(LlavaConfig config, DType type)
    {
        JsonObject json = Text(config.Text, type);
        json["architectures"] = new JsonArray(config.Family.Architecture);
        json["model_type"] = config.Family.ModelType;
        json["pretraining_tp"] = 1;
        json["use_mm_proj"] = true;
        json["mm_vision_tower"] = ClipVisionConfigJson.HubName(config.Vision) ?? TowerFolder;
        json["mm_hidden_size"] = config.Vision.HiddenSize;
        json["mm_projector_type"] = config.Projector == ProjectorKind.Linear ? "linear" : "mlp2x_gelu";
        json["mm_vision_select_layer"] = config.SelectLayer;
        json["mm_vision_select_feature"] = config.KeepClassToken ? "cls_patch" : "patch";
        json["image_aspect_ratio"] = config.ImageAspectRatio == ImageAspectRatio.Pad ? "pad" : "square";
        json["mm_use_im_start_end"] = config.HasImageMarks;
        json["mm_use_im_patch_token"] = config.HasImageMarks;
        return json;
    }

    private static JsonObject Text(LlamaConfig text, DType type)
    {
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["vocab_size"] = text.VocabularySize,
            ["hidden_size"] = text.HiddenSize,
            ["intermediate_size"] = text.IntermediateSize,
            ["num_hidden_layers"] = text.Layers,
            ["num_attention_heads"] = text.Heads,
            ["num_key_value_heads"] = text.KeyValueHeads,
            ["hidden_act"] = "silu",
            ["max_position_embeddings"] = text.MaxPositions,
            ["rms_norm_eps"] = text.RmsNormEpsilon,
            ["rope_theta"] = text.RopeTheta,
            ["rope_scaling"] = text.RopeScaling == 1 ? null : new JsonObject { ["type"] = "linear", ["factor"] = text.RopeScaling },
            ["tie_word_embeddings"] = text.TieWordEmbeddings,
            ["bos_token_id"] = text.BosTokenId,
            ["eos_token_id"] = text.EosTokenId,
            ["pad_token_id"] = text.PadTokenId,
            ["torch_dtype"] = TypeName(type),
        };
        if (text.ExplicitHeadDim > 0)
        {
            json["head_dim"] = text.ExplicitHeadDim;
        }

        return json;
    }

    private static JsonObject Vision(ClipVisionConfig vision) => new()
    {
        ["model_type"] = "clip_vision_model",
        ["hidden_size"] = vision.HiddenSize,
        ["intermediate_size"] = vision.IntermediateSize,
        ["num_hidden_layers"] = vision.Layers,
        ["num_attention_heads"] = vision.Heads,
        ["image_size"] = vision.ImageSize,
        ["patch_size"] = vision.PatchSize,
        ["num_channels"] = 3,
        ["hidden_act"] = vision.HiddenActivation,
        ["layer_norm_eps"] = vision.LayerNormEpsilon,
        ["projection_dim"] = vision.HiddenSize,
    };

    private static JsonObject Generation(LlavaConfig config) => new()
    {
        ["bos_token_id"] = config.Text.BosTokenId,
        ["eos_token_id"] = config.Text.EosTokenId,
        ["pad_token_id"] = config.Text.PadTokenId,
        ["max_length"] = config.Text.MaxPositions,
    };

    private static JsonObject Preprocessor(LlavaConfig config) => new()
    {
        ["image_processor_type"] = "CLIPImageProcessor",
        ["do_convert_rgb"] = true,
        ["do_resize"] = true,
        ["size"] = new JsonObject { ["shortest_edge"] = config.Vision.ImageSize },
        ["resample"] = 3,
        ["do_center_crop"] = true,
        ["crop_size"] = new JsonObject { ["height"] = config.Vision.ImageSize, ["width"] = config.Vision.ImageSize },
        ["do_rescale"] = true,
        ["rescale_factor"] = 0.00392156862745098,
        ["do_normalize"] = true,
        ["image_mean"] = new JsonArray(0.48145466, 0.4578275, 0.40821073),
        ["image_std"] = new JsonArray(0.26862954, 0.26130258, 0.27577711),
    };

    private static JsonObject Processor(LlavaConfig config) => new()
    {
        ["processor_class"] = "LlavaProcessor",
        ["patch_size"] = config.Vision.PatchSize,
        ["vision_feature_select_strategy"] = config.KeepClassToken ? "full" : "default",
        ["image_token"] = "<image>",
        ["num_additional_image_tokens"] = 1,
    };
}
