using Trainer.Torch;

namespace Trainer.Modeling;

/// <summary>Which part of the model a weight belongs to: the unit of freezing and of learning rates.</summary>
public enum ParameterGroup
{
    /// <summary>The vision tower.</summary>
    VisionTower,

    /// <summary>The projector.</summary>
    Projector,

    /// <summary>The language model with its token tables.</summary>
    LanguageModel,

    /// <summary>A low-rank adapter.</summary>
    Adapter,

    /// <summary>A scalar head.</summary>
    Head,
}

/// <summary>One named weight.</summary>
/// <param name="name">Name in Hugging Face's classic spelling, such as <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="value">The tensor; owned by the model.</param>
/// <param name="group">Part of the model.</param>
public sealed class Parameter(string name, Tensor value, ParameterGroup group)
{
    /// <summary>Name in Hugging Face's classic spelling.</summary>
    public string Name { get; } = name;

    /// <summary>The tensor. An optimiser may make it a view of its flat buffer.</summary>
    public Tensor Value { get; } = TensorScope.Release(value);

    /// <summary>Part of the model.</summary>
    public ParameterGroup Group { get; } = group;

    /// <summary>Whether gradients are kept for it. Without, no work is done for its gradient.</summary>
    public bool Trainable
    {
        get => Value.RequiresGrad;
        set => Value.RequiresGrad = value;
    }

    /// <summary>The weight in the type of the activations that it meets; the weight itself where the types agree.</summary>
    public Tensor As(DType type) => Value.DType == type ? Value : Value.To(type);
}
