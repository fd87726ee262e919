using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Vision;

/// <summary>Maps the tower's features into the language model's stream.</summary>
public sealed class Projector : IProjector
{
    private const string Path = "model.mm_projector";

    private readonly Linear first;
    private readonly Linear? second;

    /// <summary>Registers one layer, or two with an exact GELU between them.</summary>
    public Projector(ParameterBuilder builder, LlavaConfig config)
    {
        var into = new LinearShape(config.QFormer?.HiddenSize ?? config.Features.Width, config.Text.HiddenSize, Bias: true);
        if (config.Projector == ProjectorKind.Linear)
        {
            first = new Linear(builder, Path, ParameterGroup.Projector, into);
            return;
        }

        // Index 1 of the sequence is the activation, which has no weights.
        first = new Linear(builder, $"{Path}.0", ParameterGroup.Projector, into);
        second = new Linear(builder, $"{Path}.2", ParameterGroup.Projector, into with { Inputs = config.Text.HiddenSize });
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor features, Instructions? instructions, ForwardContext context)
    {
        Tensor mapped = first.Forward(features, context);
        return second is null ? mapped : second.Forward(mapped.Gelu(), context);
    }
}
