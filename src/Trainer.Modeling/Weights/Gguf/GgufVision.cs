using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>Tower and projector as llama.cpp's architecture <c>clip</c> with the projector <c>mlp</c>, which its llama-mtmd-cli reads.</summary>
internal static class GgufVision
{
    /// <summary>CLIP's own mean and deviation of red, green and blue.</summary>
    private static readonly float[] Mean = [0.48145466f, 0.4578275f, 0.40821073f];
    private static readonly float[] Deviation = [0.26862954f, 0.26130258f, 0.27577711f];

    internal static bool Has(Parameter parameter) => parameter.Group is ParameterGroup.VisionTower or ParameterGroup.Projector;

    /// <summary>Only the blocks that run are written: the one layer whose features are read is the output of the last of them.</summary>
    internal static KeyValuePair<string, object>[] Metadata(LlavaConfig config) =>
    [
        new("clip.has_vision_encoder", true),
        new("clip.projector_type", "mlp"),
        new("clip.use_gelu", config.Vision.HiddenActivation == "gelu"),
        new("clip.vision.image_size", (uint)config.Vision.ImageSize),
        new("clip.vision.patch_size", (uint)config.Vision.PatchSize),
        new("clip.vision.embedding_length", (uint)config.Vision.HiddenSize),
        new("clip.vision.feed_forward_length", (uint)config.Vision.IntermediateSize),
        new("clip.vision.projection_dim", (uint)config.Text.HiddenSize),
        new("clip.vision.block_count", (uint)config.VisionLayersUsed),
        new("clip.vision.feature_layer", new[] { config.VisionLayersUsed }),
        new("clip.vision.attention.head_count", (uint)config.Vision.Heads),
        new("clip.vision.attention.layer_norm_epsilon", (float)config.Vision.LayerNormEpsilon),
        new("clip.vision.image_mean", Mean),
        new("clip.vision.image_std", Deviation),
    ];
}
