using Trainer.Modeling.Layers;
using Trainer.Torch;

namespace Trainer.Modeling.Heads;

/// <summary>A score for a position: one linear layer from the hidden state, with a bias. For reward and value roles.</summary>
public sealed class ScalarHead
{
    private readonly Linear layer;

    /// <summary>Registers the head's weights under a name.</summary>
    public ScalarHead(ParameterBuilder builder, string name, long hiddenSize) =>
        layer = new Linear(builder, name, ParameterGroup.Head, new LinearShape(hiddenSize, 1, Bias: true));

    /// <summary>Scores hidden states after the final normalisation.</summary>
    /// <param name="hidden">[…, hidden].</param>
    /// <returns>[…], Float32.</returns>
    public Tensor Forward(Tensor hidden) => layer.Forward(hidden, ForwardContext.Inference).Squeeze(-1).To(DType.Float32);
}
