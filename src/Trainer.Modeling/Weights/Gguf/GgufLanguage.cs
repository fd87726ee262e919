using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>The language model as llama.cpp's architecture <c>llama</c>.</summary>
internal static class GgufLanguage
{
    private const string Layers = "model.layers.";

    internal static bool Has(Parameter parameter) => parameter.Group == ParameterGroup.LanguageModel;

    internal static KeyValuePair<string, object>[] Metadata(LlamaConfig config) =>
    [
        new("llama.vocab_size", (uint)config.VocabularySize),
        new("llama.context_length", (uint)config.MaxPositions),
        new("llama.embedding_length", (uint)config.HiddenSize),
        new("llama.block_count", (uint)config.Layers),
        new("llama.feed_forward_length", (uint)config.IntermediateSize),
        new("llama.attention.head_count", (uint)config.Heads),
        new("llama.attention.head_count_kv", (uint)config.KeyValueHeads),
        new("llama.attention.key_length", (uint)config.HeadDim),
        new("llama.attention.value_length", (uint)config.HeadDim),
        new("llama.attention.layer_norm_rms_epsilon", (float)config.RmsNormEpsilon),
        new("llama.rope.dimension_count", (uint)config.HeadDim),
        new("llama.rope.freq_base", (float)config.RopeTheta),
        .. Scaling(config),
    ];

    /// <summary>A weight in the file's order of rows.</summary>
    internal static Tensor ToFile(LlamaConfig config, string ours, Tensor value) => Heads(config, ours) is { } heads ? RotaryRows.Interleave(value, heads) : value;

    /// <summary>A weight out of the file, in our order of rows.</summary>
    internal static Tensor FromFile(LlamaConfig config, string ours, Tensor value) => Heads(config, ours) is { } heads ? RotaryRows.Separate(value, heads) : value;

    /// <summary>Heads of a projection whose features are turned; null for other weights.</summary>
    private static int? Heads(LlamaConfig config, string ours) => ours switch
    {
        _ when !ours.StartsWith(Layers, StringComparison.Ordinal) => null,
        _ when ours.EndsWith(".q_proj.weight", StringComparison.Ordinal) => config.Heads,
        _ when ours.EndsWith(".k_proj.weight", StringComparison.Ordinal) => config.KeyValueHeads,
        _ => null,
    };

    private static KeyValuePair<string, object>[] Scaling(LlamaConfig config) => config.RopeScaling == 1
        ? []
        : [new("llama.rope.scaling.type", "linear"), new("llama.rope.scaling.factor", (float)config.RopeScaling)];
}
