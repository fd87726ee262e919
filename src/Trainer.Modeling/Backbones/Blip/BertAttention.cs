using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>BERT's attention: added to its input, and normalised behind the sum.</summary>
public sealed class BertAttention
{
    private readonly QFormerConfig config;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly LayerNorm norm;

    /// <summary>Registers the weights.</summary>
    /// <param name="builder">Collects the weights.</param>
    /// <param name="path">Module path.</param>
    /// <param name="group">Part of the model.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="keyWidth">Width of what is attended to.</param>
    public BertAttention(ParameterBuilder builder, string path, ParameterGroup group, QFormerConfig config, int keyWidth)
    {
        this.config = config;
        var own = new LinearShape(config.HiddenSize, config.HiddenSize, Bias: true);
        query = new Linear(builder, $"{path}.attention.query", group, own);
        key = new Linear(builder, $"{path}.attention.key", group, own with { Inputs = keyWidth });
        value = new Linear(builder, $"{path}.attention.value", group, own with { Inputs = keyWidth });
        output = new Linear(builder, $"{path}.output.dense", group, own);
        norm = new LayerNorm(builder, $"{path}.output.LayerNorm", config.HiddenSize, config.LayerNormEpsilon, group);
    }

    /// <summary>Attends from [images, queries, hidden] to [images, keys, key width].</summary>
    /// <param name="input">Who attends.</param>
    /// <param name="seen">To what.</param>
    /// <param name="ends">End of each image's real keys, Int64 [images] on the processor; none: all are.</param>
    /// <param name="context">How the pass is run.</param>
    public Tensor Forward(Tensor input, Tensor seen, Tensor? ends, ForwardContext context)
    {
        Tensor Heads(Tensor projected) => projected.View(projected.Size(0), projected.Size(1), config.Heads, config.HiddenSize / config.Heads);
        Tensor mixed = Functional.Attention(
            Heads(query.Forward(input, context)), Heads(key.Forward(seen, context)), Heads(value.Forward(seen, context)), null, ends, causal: false);
        return norm.Forward(output.Forward(mixed.Reshape(input.Size(0), input.Size(1), config.HiddenSize), context) + input);
    }
}
