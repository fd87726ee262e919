using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>One block of EVA's vision transformer: as CLIP's, with queries, keys and values from one layer and the exact GELU.</summary>
public sealed class EvaBlock
{
    private readonly ClipVisionConfig config;
    private readonly LayerNorm attentionNorm;
    private readonly Linear mixture;
    private readonly Linear output;
    private readonly LayerNorm feedForwardNorm;
    private readonly Linear widen;
    private readonly Linear narrow;

    /// <summary>Registers the block's weights. The bias of keys, which the originals lack, adds the same to all of a query's scores, and so nothing.</summary>
    public EvaBlock(ParameterBuilder builder, ClipVisionConfig config, string path)
    {
        this.config = config;
        int width = config.HiddenSize;
        attentionNorm = new LayerNorm(builder, $"{path}.layer_norm1", width, config.LayerNormEpsilon);
        mixture = Layer(builder, $"{path}.self_attn.qkv", width, 3 * width);
        output = Layer(builder, $"{path}.self_attn.projection", width, width);
        feedForwardNorm = new LayerNorm(builder, $"{path}.layer_norm2", width, config.LayerNormEpsilon);
        widen = Layer(builder, $"{path}.mlp.fc1", width, config.IntermediateSize);
        narrow = Layer(builder, $"{path}.mlp.fc2", config.IntermediateSize, width);
    }

    /// <summary>Runs the block on [images, tokens, width].</summary>
    public Tensor Forward(Tensor input, ForwardContext context)
    {
        Tensor attended = input + Attend(attentionNorm.Forward(input), context);
        return attended + narrow.Forward(widen.Forward(feedForwardNorm.Forward(attended), context).Gelu(), context);
    }

    private static Linear Layer(ParameterBuilder builder, string path, int inputs, int outputs) =>
        new(builder, path, ParameterGroup.VisionTower, new LinearShape(inputs, outputs, Bias: true));

    private Tensor Attend(Tensor input, ForwardContext context)
    {
        long images = input.Size(0);
        long length = input.Size(1);
        Tensor all = mixture.Forward(input, context).View(images, length, 3, config.Heads, config.HiddenSize / config.Heads);
        Tensor Part(long index) => all.Select(2, index).Contiguous();
        Tensor mixed = Functional.Attention(Part(0), Part(1), Part(2), null, null, causal: false);
        return output.Forward(mixed.Reshape(images, length, config.HiddenSize), context);
    }
}
