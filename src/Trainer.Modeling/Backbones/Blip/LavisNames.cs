namespace Trainer.Modeling.Backbones.Blip;

/// <summary>Names of weights in LAVIS's and MiniGPT-4's files, and in EVA-CLIP's own, beside those of transformers.</summary>
public static class LavisNames
{
    private const string Saved = "model.";
    private const string Tower = "visual_encoder.";

    private static readonly string[] Bare = ["cls_token", "pos_embed", "patch_embed.", "blocks."];

    private static readonly (string Lavis, string HuggingFace)[] Beginnings =
    [
        ("visual_encoder.cls_token", "vision_model.embeddings.class_embedding"),
        ("visual_encoder.pos_embed", "vision_model.embeddings.position_embedding"),
        ("visual_encoder.patch_embed.proj.", "vision_model.embeddings.patch_embedding."),
        ("visual_encoder.blocks.", "vision_model.encoder.layers."),
        ("ln_vision.", "vision_model.post_layernorm."),
        ("query_tokens", "query_tokens"),
        ("Qformer.bert.", "qformer."),
        ("llm_proj.", "language_projection."),
        ("llama_proj.", "language_projection."),
    ];

    private static readonly (string Lavis, string HuggingFace)[] Parts =
    [
        (".norm1.", ".layer_norm1."),
        (".norm2.", ".layer_norm2."),
        (".attn.proj.", ".self_attn.projection."),
        (".attn.", ".self_attn."),
        ("attention.self.", "attention.attention."),
        ("embeddings.LayerNorm.", "embeddings.layernorm."),
    ];

    /// <summary>The name in transformers; null for what only other models use, such as the T5 that BLIP-2 was trained with.</summary>
    public static string? ToHuggingFace(string name)
    {
        string inner = name.StartsWith(Saved, StringComparison.Ordinal) ? name[Saved.Length..] : name;
        string whole = Bare.Any(part => inner.StartsWith(part, StringComparison.Ordinal)) ? Tower + inner : inner;
        (string from, string to) = Array.Find(Beginnings, beginning => whole.StartsWith(beginning.Lavis, StringComparison.Ordinal));
        return from is null ? null : Parts.Aggregate(to + whole[from.Length..], (text, part) => text.Replace(part.Lavis, part.HuggingFace, StringComparison.Ordinal));
    }

    /// <summary>Whether a weight of the Q-Former reads an instruction, which MiniGPT-4's has no use for.</summary>
    public static bool IsOfWords(string huggingFace) => huggingFace.StartsWith("qformer.", StringComparison.Ordinal)
        && (huggingFace.Contains("_embeddings.", StringComparison.Ordinal) || huggingFace.Contains(".intermediate.", StringComparison.Ordinal)
            || (huggingFace.Contains(".output.", StringComparison.Ordinal) && !huggingFace.Contains("attention.output.", StringComparison.Ordinal)));
}
