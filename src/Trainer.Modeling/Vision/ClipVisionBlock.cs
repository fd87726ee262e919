using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Vision;

/// <summary>One block of the vision transformer: full attention and a two-layer network, normalised before each.</summary>
public sealed class ClipVisionBlock
{
    private readonly ClipVisionConfig config;
    private readonly LayerNorm attentionNorm;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly LayerNorm feedForwardNorm;
    private readonly Linear widen;
    private readonly Linear narrow;

    /// <summary>Registers the block's weights.</summary>
    public ClipVisionBlock(ParameterBuilder builder, ClipVisionConfig config, string path)
    {
        this.config = config;
        int width = config.HiddenSize;
        attentionNorm = new LayerNorm(builder, $"{path}.layer_norm1", width, config.LayerNormEpsilon);
        query = Layer(builder, $"{path}.self_attn.q_proj", width, width);
        key = Layer(builder, $"{path}.self_attn.k_proj", width, width);
        value = Layer(builder, $"{path}.self_attn.v_proj", width, width);
        output = Layer(builder, $"{path}.self_attn.out_proj", width, width);
        feedForwardNorm = new LayerNorm(builder, $"{path}.layer_norm2", width, config.LayerNormEpsilon);
        widen = Layer(builder, $"{path}.mlp.fc1", width, config.IntermediateSize);
        narrow = Layer(builder, $"{path}.mlp.fc2", config.IntermediateSize, width);
    }

    /// <summary>Runs the block on [images, tokens, width].</summary>
    public Tensor Forward(Tensor input, ForwardContext context)
    {
        Tensor attended = input + Attend(attentionNorm.Forward(input), context);
        Tensor wide = widen.Forward(feedForwardNorm.Forward(attended), context);
        Tensor active = config.HiddenActivation == "gelu" ? wide.Gelu() : Functional.QuickGelu(wide);
        return attended + narrow.Forward(active, context);
    }

    private static Linear Layer(ParameterBuilder builder, string path, int inputs, int outputs) =>
        new(builder, path, ParameterGroup.VisionTower, new LinearShape(inputs, outputs, Bias: true));

    private Tensor Attend(Tensor input, ForwardContext context)
    {
        long images = input.Size(0);
        long length = input.Size(1);
        Tensor Heads(Tensor projected) => projected.View(images, length, config.Heads, config.HiddenSize / config.Heads);
        Tensor[] projected = Linear.ForwardAll(input, context, query, key, value);
        Tensor mixed = Functional.Attention(Heads(projected[0]), Heads(projected[1]), Heads(projected[2]), null, null, causal: false);
        return output.Forward(mixed.Reshape(images, length, config.HiddenSize), context);
    }
}
