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

    /// <summary>s · B · A, [outputs, inputs], Float32.</summary>
    public Tensor Product() => Up.Value.To(DType.Float32).MatMul(Down.Value.To(DType.Float32)) * options.Scaling;

    /// <summary>Whether A reads the layer's input as it is, so that both can be multiplied together.</summary>
    internal bool ReadsPlain(ForwardContext context) => options.Dropout == 0 || context.Dropout is null;

    /// <summary>A(dropout(x)), […, rank].</summary>
    internal Tensor Narrow(Tensor input, ForwardContext context) =>
        Functional.Linear(ReadsPlain(context) ? input : Functional.Dropout(input, options.Dropout, context.Dropout!), Down.As(input.DType));

    /// <summary>Adds this share to the layer's own output, in its memory.</summary>
    internal Tensor AddTo(Tensor output, Tensor narrow) => output.AddInPlace(Functional.Linear(narrow, Up.As(output.DType)), options.Scaling);
}
