using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Vision;

/// <summary>CLIP's vision transformer up to the layer that LLaVA reads; what lies behind it is neither loaded nor run.</summary>
public sealed class ClipVisionTower : IVisionTower
{
    private const string Prefix = "vision_tower.vision_model";

    private readonly LlavaConfig config;
    private readonly Parameter patches;
    private readonly Parameter classToken;
    private readonly Parameter positions;
    private readonly LayerNorm norm;
    private readonly ClipVisionBlock[] blocks;

    /// <summary>Registers the tower's weights.</summary>
    public ClipVisionTower(ParameterBuilder builder, LlavaConfig config)
    {
        this.config = config;
        ClipVisionConfig vision = config.Vision;
        Parameter Table(string name, Initialization initialization, params long[] shape) =>
            builder.Add($"{Prefix}.embeddings.{name}", ParameterGroup.VisionTower, initialization, shape);
        patches = Table("patch_embedding.weight", Initialization.Projection, vision.HiddenSize, 3, vision.PatchSize, vision.PatchSize);
        classToken = Table("class_embedding", Initialization.Embedding, vision.HiddenSize);
        positions = Table("position_embedding.weight", Initialization.Embedding, vision.Patches + 1, vision.HiddenSize);

        // "layrnorm" is how the checkpoints spell it.
        norm = new LayerNorm(builder, $"{Prefix}.pre_layrnorm", vision.HiddenSize, vision.LayerNormEpsilon);
        blocks = [.. Enumerable.Range(0, config.VisionLayersUsed)
            .Select(layer => new ClipVisionBlock(builder, vision, $"{Prefix}.encoder.layers.{layer}"))];
    }

    /// <summary>Registers what a whole CLIP tower has behind the layer that is read.</summary>
    internal static void RegisterUnused(ParameterBuilder builder, LlavaConfig config)
    {
        for (int layer = config.VisionLayersUsed; layer < config.Vision.Layers; layer++)
        {
            _ = new ClipVisionBlock(builder, config.Vision, $"{Prefix}.encoder.layers.{layer}");
        }

        _ = new LayerNorm(builder, $"{Prefix}.post_layernorm", config.Vision.HiddenSize, config.Vision.LayerNormEpsilon);
    }

    /// <inheritdoc/>
    /// <remarks>Patches row by row from the top left.</remarks>
    public Tensor Forward(Tensor pixels, ForwardContext context)
    {
        Tensor stream = context.RunBlocks(blocks, context.CheckpointVision, (block, x) => block.Forward(x, context), norm.Forward(Embed(pixels)));
        return config.KeepClassToken ? stream : stream.Narrow(1, 1, config.Vision.Patches);
    }

    /// <summary>The class token and the patches with their places, before anything normalises them, [images, 1 + patches, width].</summary>
    internal Tensor Embed(Tensor pixels)
    {
        Tensor cut = Functional.PatchConvolution(pixels, patches.As(pixels.DType), null).Flatten(2, 3).Transpose(1, 2);
        Tensor first = classToken.As(pixels.DType).View(1, 1, -1).Expand(pixels.Size(0), 1, config.Vision.HiddenSize);
        return Tensor.Cat(1, first, cut) + positions.As(pixels.DType);
    }
}
