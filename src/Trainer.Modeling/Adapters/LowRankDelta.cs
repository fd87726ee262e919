using Trainer.Torch;

namespace Trainer.Modeling.Adapters;

/// <summary>An adapter's share in one linear layer: s · B(A(dropout(x))).</summary>
public sealed class LowRankDelta
{
    private readonly LoraOptions options;

    internal LowRankDelta(LoraOptions options, Parameter down, Parameter up)
    {
        this.options = options;
        Down = down;
        Up = up;
    }

    /// <summary>A, [rank, inputs].</summary>
    public Parameter Down { get; }

    /// <summary>B, [outputs, rank].</summary>
    public Parameter Up { get; }

    /// <summary>s · B · A, [outputs, inputs], in the adapter's own type.</summary>
    public Tensor Product() => Up.Value.MatMul(Down.Value) * options.Scaling;

    /// <summary>Adds this share to the layer's own output, in its memory.</summary>
    internal Tensor AddTo(Tensor output, Tensor input, ForwardContext context)
    {
        Tensor x = options.Dropout > 0 && context.Dropout is { } stream ? Functional.Dropout(input, options.Dropout, stream) : input;
        Tensor narrow = Functional.Linear(x, Down.As(input.DType));
        return output.AddInPlace(Functional.Linear(narrow, Up.As(input.DType)), options.Scaling);
    }
}
