using Trainer.Modeling.Configuration;
using Trainer.Modeling.Tests.Weights.TorchFiles;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones;

/// <summary>Models in the files that MiniGPT-4 and LAVIS's InstructBLIP are published in, beside a Vicuna's folder.</summary>
internal static class PublishedFiles
{
    internal const string Tower = "eva_vit_g.pth";
    internal const string Former = "blip2_pretrained_flant5xxl.pth";
    internal const string Projection = "pretrained_minigpt4.pth";

    /// <summary>MiniGPT-4's three files.</summary>
    internal static void Write(LlavaModel model, string folder)
    {
        NamedTensor[] weights = WriteVicuna(model, folder);
        Archive(folder, Tower, weights.Where(IsOfTower).SelectMany(TowerWeights));
        Archive(folder, Former, [.. weights.Where(IsOfFormer).Select(FormerWeight), new NamedTensor("model.t5_proj.bias", Tensor.Ones(Placement.CpuFloat, 7))]);
        Archive(folder, Projection, weights.Where(IsProjection).Select(weight => Renamed(weight, "mm_projector", "llama_proj")));
    }

    /// <summary>The two of MiniGPT-4 with Llama 2, which has neither a Q-Former nor a trained normalisation behind the tower.</summary>
    internal static void WriteWithoutFormer(LlavaModel model, string folder)
    {
        NamedTensor[] weights = WriteVicuna(model, folder);
        Archive(folder, Tower, weights.Where(IsOfTower).SelectMany(TowerWeights));
        Archive(folder, Projection, weights.Where(IsProjection).Select(weight => Renamed(weight, "mm_projector", "llama_proj")));
    }

    /// <summary>InstructBLIP's one file.</summary>
    internal static void WriteLavis(LlavaModel model, string folder)
    {
        NamedTensor[] weights = WriteVicuna(model, folder);
        Archive(folder, "instruct_blip_vicuna7b_trimmed.pth", [
            .. weights.Where(IsOfTower).SelectMany(TowerWeights).Select(weight => weight with { Name = "model.visual_encoder." + weight.Name }),
            .. weights.Where(IsOfFormer).Select(FormerWeight),
            .. weights.Where(IsProjection).Select(weight => Renamed(weight, "mm_projector", "llm_proj")),
        ]);
    }

    private static NamedTensor[] WriteVicuna(LlavaModel model, string folder)
    {
        LlavaConfig plain = new() { Text = model.Config.Text };
        File.WriteAllText(Path.Combine(folder, "config.json"), LlavaConfigWriter.Files(plain, DType.Float32, layout: CheckpointLayout.Llava)["config.json"]
            .Replace("mm_vision_tower", "no_tower", StringComparison.Ordinal).Replace("llava_llama", "llama", StringComparison.Ordinal));
        NamedTensor[] weights = [.. model.Parameters.Select(weight => new NamedTensor(weight.Name, weight.Value))];
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), weights.Where(weight => !IsSeen(weight.Name)));
        return weights;
    }

    private static bool IsOfTower(NamedTensor weight) => weight.Name.StartsWith("vision_tower.", StringComparison.Ordinal) && !IsNorm(weight.Name);

    private static bool IsOfFormer(NamedTensor weight) => IsNorm(weight.Name) || IsFormer(weight.Name);

    private static bool IsProjection(NamedTensor weight) => weight.Name.Contains("mm_projector", StringComparison.Ordinal);

    private static NamedTensor Renamed(NamedTensor weight, string from, string to) => weight with { Name = weight.Name.Replace(from, to, StringComparison.Ordinal) };

    private static bool IsNorm(string name) => name.Contains("post_layernorm", StringComparison.Ordinal);

    private static bool IsFormer(string name) => name == "query_tokens" || name.StartsWith("qformer.", StringComparison.Ordinal);

    private static bool IsSeen(string name) => IsFormer(name) || name.StartsWith("vision_tower.", StringComparison.Ordinal) || name.Contains("mm_projector", StringComparison.Ordinal);

    /// <summary>Without a prefix, and with a bias for queries and one for values.</summary>
    private static IEnumerable<NamedTensor> TowerWeights(NamedTensor weight)
    {
        string name = weight.Name["vision_tower.vision_model.".Length..]
            .Replace("embeddings.class_embedding", "cls_token", StringComparison.Ordinal)
            .Replace("embeddings.position_embedding", "pos_embed", StringComparison.Ordinal)
            .Replace("embeddings.patch_embedding", "patch_embed.proj", StringComparison.Ordinal)
            .Replace("encoder.layers.", "blocks.", StringComparison.Ordinal)
            .Replace("layer_norm", "norm", StringComparison.Ordinal)
            .Replace("self_attn.projection", "attn.proj", StringComparison.Ordinal)
            .Replace("self_attn.", "attn.", StringComparison.Ordinal);
        if (!name.EndsWith("qkv.bias", StringComparison.Ordinal))
        {
            return [weight with { Name = name }];
        }

        Tensor[] parts = weight.Value().Chunk(3, 0);
        return [new NamedTensor(name.Replace("qkv.bias", "q_bias", StringComparison.Ordinal), parts[0]), new NamedTensor(name.Replace("qkv.bias", "v_bias", StringComparison.Ordinal), parts[2])];
    }

    private static NamedTensor FormerWeight(NamedTensor weight) => weight with
    {
        Name = "model." + weight.Name
            .Replace("vision_tower.vision_model.post_layernorm", "ln_vision", StringComparison.Ordinal)
            .Replace("attention.attention.", "attention.self.", StringComparison.Ordinal)
            .Replace("qformer.", "Qformer.bert.", StringComparison.Ordinal)
            .Replace("layernorm", "LayerNorm", StringComparison.Ordinal),
    };

    private static void Archive(string folder, string file, IEnumerable<NamedTensor> weights) =>
        File.WriteAllBytes(Path.Combine(folder, file), ArchiveWriter.Of([.. weights]));
}
