using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>BERT's two-layer network: added to its input, and normalised behind the sum.</summary>
public sealed class BertFeedForward
{
    private readonly Linear widen;
    private readonly Linear narrow;
    private readonly LayerNorm norm;

    /// <summary>Registers the weights.</summary>
    /// <param name="builder">Collects the weights.</param>
    /// <param name="path">Path of the block.</param>
    /// <param name="suffix">Ends the names of the layers: the queries' network has one.</param>
    /// <param name="group">Part of the model.</param>
    /// <param name="config">Sizes.</param>
    public BertFeedForward(ParameterBuilder builder, string path, string suffix, ParameterGroup group, QFormerConfig config)
    {
        widen = new Linear(builder, $"{path}.intermediate{suffix}.dense", group, new LinearShape(config.HiddenSize, config.IntermediateSize, Bias: true));
        narrow = new Linear(builder, $"{path}.output{suffix}.dense", group, new LinearShape(config.IntermediateSize, config.HiddenSize, Bias: true));
        norm = new LayerNorm(builder, $"{path}.output{suffix}.LayerNorm", config.HiddenSize, config.LayerNormEpsilon, group);
    }

    /// <summary>Runs on [images, tokens, hidden].</summary>
    public Tensor Forward(Tensor input, ForwardContext context) =>
        norm.Forward(narrow.Forward(widen.Forward(input, context).Gelu(), context) + input);
}
