using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>EVA-CLIP's vision transformer without its last block (arXiv:2211.07636), and the normalisation that BLIP-2 puts behind it.</summary>
public sealed class EvaTower : IVisionTower
{
    private const string Prefix = "vision_tower.vision_model";

    private readonly Parameter patches;
    private readonly Parameter patchBias;
    private readonly Parameter classToken;
    private readonly Parameter positions;
    private readonly EvaBlock[] blocks;
    private readonly LayerNorm norm;

    /// <summary>Registers the tower's weights.</summary>
    public EvaTower(ParameterBuilder builder, LlavaConfig config)
    {
        ClipVisionConfig vision = config.Vision;
        Parameter Table(string name, Initialization initialization, params long[] shape) =>
            builder.Add($"{Prefix}.embeddings.{name}", ParameterGroup.VisionTower, initialization, shape);
        classToken = Table("class_embedding", Initialization.Embedding, 1, 1, vision.HiddenSize);
        positions = Table("position_embedding", Initialization.Embedding, 1, vision.Patches + 1, vision.HiddenSize);
        patches = Table("patch_embedding.weight", Initialization.Projection, vision.HiddenSize, 3, vision.PatchSize, vision.PatchSize);
        patchBias = Table("patch_embedding.bias", Initialization.Zeros, vision.HiddenSize);
        blocks = [.. Enumerable.Range(0, config.VisionLayersUsed).Select(layer => new EvaBlock(builder, vision, $"{Prefix}.encoder.layers.{layer}"))];
        norm = new LayerNorm(builder, $"{Prefix}.post_layernorm", vision.HiddenSize, vision.LayerNormEpsilon);
    }

    /// <inheritdoc/>
    /// <remarks>The class token first, then patches row by row from the top left.</remarks>
    public Tensor Forward(Tensor pixels, ForwardContext context) =>
        norm.Forward(context.RunBlocks(blocks, context.CheckpointVision, (block, x) => block.Forward(x, context), Embed(pixels)));

    private Tensor Embed(Tensor pixels)
    {
        Tensor cut = Functional.PatchConvolution(pixels, patches.As(pixels.DType), patchBias.As(pixels.DType)).Flatten(2, 3).Transpose(1, 2);
        Tensor first = classToken.As(pixels.DType).Expand(pixels.Size(0), 1, cut.Size(2));
        return Tensor.Cat(1, first, cut) + positions.As(pixels.DType);
    }
}
