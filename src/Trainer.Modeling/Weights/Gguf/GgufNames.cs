namespace Trainer.Modeling.Weights.Gguf;

/// <summary>llama.cpp's names of weights: those of its architecture <c>llama</c>, and of <c>clip</c> for tower and projector.</summary>
internal static class GgufNames
{
    private static readonly (string Ours, string Theirs)[] Parts =
    [
        ("vision_tower.vision_model.encoder.layers.", "v.blk."), ("vision_tower.vision_model.embeddings.", "v."), ("vision_tower.vision_model.pre_layrnorm.", "v.pre_ln."),
        ("model.embed_tokens.", "token_embd."), ("model.layers.", "blk."), ("model.norm.", "output_norm."), ("model.mm_projector.", "mm."), ("lm_head.", "output."),
        ("v.class_embedding", "v.class_embd"), ("v.patch_embedding.", "v.patch_embd."), ("v.position_embedding.", "v.position_embd."),
        (".input_layernorm.", ".attn_norm."), (".post_attention_layernorm.", ".ffn_norm."), (".layer_norm1.", ".ln1."), (".layer_norm2.", ".ln2."),
        (".self_attn.q_proj.", ".attn_q."), (".self_attn.k_proj.", ".attn_k."), (".self_attn.v_proj.", ".attn_v."), (".self_attn.o_proj.", ".attn_output."), (".self_attn.out_proj.", ".attn_out."),
        (".mlp.gate_proj.", ".ffn_gate."), (".mlp.up_proj.", ".ffn_up."), (".mlp.down_proj.", ".ffn_down."), (".mlp.fc1.", ".ffn_up."), (".mlp.fc2.", ".ffn_down."),
    ];

    /// <summary>The name of one of our weights.</summary>
    internal static string Of(string ours) => Parts.Aggregate(ours, (name, part) => name.Replace(part.Ours, part.Theirs, StringComparison.Ordinal));
}
