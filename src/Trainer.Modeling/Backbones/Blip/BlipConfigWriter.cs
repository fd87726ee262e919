using System.Text.Json.Nodes;
using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>The JSON files of transformers' BLIP-2 and InstructBLIP.</summary>
internal static class BlipConfigWriter
{
    /// <summary>config.json.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="text">The language model's object.</param>
    internal static JsonObject Config(LlavaConfig config, JsonObject text)
    {
        JsonObject json = WithoutFormer(config, text);
        if (config.QFormer is { } former)
        {
            json["num_query_tokens"] = former.Queries;
            json["qformer_config"] = Former(config, former);
        }

        return json;
    }

    /// <summary>preprocessor_config.json.</summary>
    internal static JsonObject Preprocessor(LlavaConfig config) => new()
    {
        ["image_processor_type"] = "BlipImageProcessor",
        ["do_convert_rgb"] = true,
        ["do_resize"] = true,
        ["size"] = new JsonObject { ["height"] = config.Vision.ImageSize, ["width"] = config.Vision.ImageSize },
        ["resample"] = 3,
        ["do_rescale"] = true,
        ["rescale_factor"] = 0.00392156862745098,
        ["do_normalize"] = true,
        ["image_mean"] = new JsonArray(0.48145466, 0.4578275, 0.40821073),
        ["image_std"] = new JsonArray(0.26862954, 0.26130258, 0.27577711),
    };

    private static JsonObject WithoutFormer(LlavaConfig config, JsonObject text) => new()
    {
        ["architectures"] = new JsonArray(config.Family.Architecture),
        ["model_type"] = config.Family.ModelType,
        ["image_token_index"] = config.ImageTokenId,
        ["use_decoder_only_language_model"] = true,
        ["tie_word_embeddings"] = config.Text.TieWordEmbeddings,
        ["torch_dtype"] = text["torch_dtype"]!.DeepClone(),
        ["text_config"] = text,
        ["vision_config"] = Vision(config),
    };

    private static JsonObject Vision(LlavaConfig config) => new()
    {
        ["model_type"] = Part(config, "vision_model"),
        ["hidden_size"] = config.Vision.HiddenSize,
        ["intermediate_size"] = config.Vision.IntermediateSize,
        ["num_hidden_layers"] = config.VisionLayersUsed,
        ["num_attention_heads"] = config.Vision.Heads,
        ["image_size"] = config.Vision.ImageSize,
        ["patch_size"] = config.Vision.PatchSize,
        ["hidden_act"] = config.Vision.HiddenActivation,
        ["layer_norm_eps"] = config.Vision.LayerNormEpsilon,
        ["qkv_bias"] = true,
    };

    private static JsonObject Former(LlavaConfig config, QFormerConfig former)
    {
        JsonObject json = new()
        {
            ["model_type"] = Part(config, "qformer"),
            ["hidden_size"] = former.HiddenSize,
            ["intermediate_size"] = former.IntermediateSize,
            ["num_hidden_layers"] = former.Layers,
            ["num_attention_heads"] = former.Heads,
            ["cross_attention_frequency"] = former.CrossAttentionFrequency,
            ["encoder_hidden_size"] = config.Vision.HiddenSize,
            ["hidden_act"] = "gelu",
            ["layer_norm_eps"] = former.LayerNormEpsilon,
            ["position_embedding_type"] = "absolute",
        };
        if (former.ReadsInstruction)
        {
            (json["vocab_size"], json["max_position_embeddings"]) = (former.VocabularySize, former.MaxPositions);
        }

        return json;
    }

    // As transformers spells them: blip_2_vision_model, instructblip_qformer.
    private static string Part(LlavaConfig config, string name) => $"{config.Family.ModelType.Replace('-', '_')}_{name}";
}
