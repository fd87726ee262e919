using Trainer.Modeling.Backbones.Blip;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.InstructBlip;

/// <summary>A Q-Former that looks for what the instruction asks, and one linear layer.</summary>
public sealed class AskingProjector : IProjector
{
    private readonly QFormer former;
    private readonly Projector linear;

    /// <summary>Registers both.</summary>
    public AskingProjector(ParameterBuilder builder, LlavaConfig config)
    {
        former = new QFormer(builder, config, ParameterGroup.Projector);
        linear = new Projector(builder, config);
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">There are no instructions: the checkpoint lacks the words that they are read in.</exception>
    public Tensor Forward(Tensor features, Instructions? instructions, ForwardContext context) => instructions is not null && instructions.Ids.Size(0) == features.Size(0)
        ? linear.Forward(former.Forward(features, instructions, context), null, context)
        : throw new CheckpointException(
            $"InstructBLIP reads the question about each of {features.Size(0)} pictures, but got {instructions?.Ids.Size(0) ?? 0}. "
            + "Put qformer_tokenizer/vocab.txt into the model's folder.");
}
