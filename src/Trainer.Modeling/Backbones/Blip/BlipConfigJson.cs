using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>config.json of transformers' BLIP-2 and InstructBLIP with a Llama behind them: tower, Q-Former and language model in objects of their own.</summary>
internal static class BlipConfigJson
{
    private const int MostLayers = 1024;
    private const int MostHeads = 1024;
    private const int MostPixels = 8192;

    /// <summary>The config; null for those of other models.</summary>
    /// <param name="reader">The keys.</param>
    /// <param name="family">The family.</param>
    /// <param name="readsInstruction">Whether its Q-Former reads the instruction; none: it has no Q-Former.</param>
    internal static LlavaConfig? Read(ConfigReader reader, Backbone family, bool? readsInstruction)
    {
        if (reader.Has("qformer_config") != readsInstruction.HasValue || reader.Text("model_type", string.Empty) != family.ModelType)
        {
            return null;
        }

        ConfigReader language = reader.Nested("text_config");
        language.Choice("model_type", "llama", "llama");
        LlamaConfig text = FlatLlavaConfig.WithTokenizersIds(LlamaConfigJson.Read(language));
        return new LlavaConfig
        {
            Family = family,
            Text = text,
            Vision = Tower(reader.Nested("vision_config")),
            SelectLayer = -1,
            QFormer = readsInstruction is { } reads ? Former(reader.Nested("qformer_config"), reads) with { Queries = reader.Size("num_query_tokens", 32) } : null,
            Projector = ProjectorKind.Linear,
            ImageTokenId = reader.Number("image_token_index", text.VocabularySize),
            ImageAspectRatio = ImageAspectRatio.Stretch,
        };
    }

    private static ClipVisionConfig Tower(ConfigReader vision)
    {
        vision.RequireFlag("qkv_bias", true);
        return new ClipVisionConfig
        {
            HiddenSize = vision.Size("hidden_size", 1408),
            IntermediateSize = vision.Size("intermediate_size", 6144),
            Layers = vision.Size("num_hidden_layers", 39, MostLayers),
            Heads = vision.Size("num_attention_heads", 16, MostHeads),
            ImageSize = vision.Size("image_size", 224, MostPixels),
            PatchSize = vision.Size("patch_size", 14, MostPixels),
            LayerNormEpsilon = vision.Real("layer_norm_eps", 1e-6),
            HiddenActivation = vision.Choice("hidden_act", "gelu", "gelu"),
        };
    }

    private static QFormerConfig Former(ConfigReader former, bool readsInstruction)
    {
        former.Choice("hidden_act", "gelu", "gelu");
        former.Choice("position_embedding_type", "absolute", "absolute");
        return new QFormerConfig
        {
            HiddenSize = former.Size("hidden_size", 768),
            IntermediateSize = former.Size("intermediate_size", 3072),
            Layers = former.Size("num_hidden_layers", 12, MostLayers),
            Heads = former.Size("num_attention_heads", 12, MostHeads),
            CrossAttentionFrequency = former.Size("cross_attention_frequency", 2, MostLayers),
            LayerNormEpsilon = former.Real("layer_norm_eps", 1e-12),
            ReadsInstruction = readsInstruction,
            VocabularySize = readsInstruction ? former.Size("vocab_size", 30522) : 0,
            MaxPositions = readsInstruction ? former.Size("max_position_embeddings", 512) : 0,
        };
    }
}
