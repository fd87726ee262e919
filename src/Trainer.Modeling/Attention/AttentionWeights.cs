using Trainer.Torch;

namespace Trainer.Modeling.Attention;

/// <summary>Attention in composed form, for the layers whose weights somebody looks at.</summary>
internal static class AttentionWeights
{
    /// <summary>The softmax weights, Float32 [batch, heads, queries, keys].</summary>
    internal static Tensor Compute(Tensor query, Tensor key, SequenceWindow window)
    {
        long queries = query.Size(1);
        long keys = key.Size(1);
        Tensor q = query.Transpose(1, 2).To(DType.Float32);
        Tensor k = key.Transpose(1, 2).RepeatInterleave(query.Size(2) / key.Size(2), 1).To(DType.Float32);
        Tensor scores = q.MatMul(k.Transpose(2, 3)) * (1 / Math.Sqrt(query.Size(3)));
        Tensor hidden = Visible(queries, keys, window, query.Device).Not();
        return scores.MaskedFill(hidden, double.NegativeInfinity).Softmax(-1).MaskedFill(hidden, 0);
    }

    /// <summary>Weighs the values, [batch, queries, heads, headDim].</summary>
    internal static Tensor Apply(Tensor weights, Tensor value)
    {
        Tensor v = value.Transpose(1, 2).RepeatInterleave(weights.Size(1) / value.Size(2), 1);
        return weights.To(value.DType).MatMul(v).Transpose(1, 2);
    }

    private static Tensor Visible(long queries, long keys, SequenceWindow window, Device device)
    {
        Tensor position = Tensor.Arange(0, keys, device);
        Tensor mask = position.Le(Tensor.Arange(keys - queries, keys, device).Unsqueeze(1)).Unsqueeze(0).Unsqueeze(0);
        if (window.Starts is { } starts)
        {
            mask = mask.And(position.Ge(starts.To(device).View(-1, 1, 1, 1)));
        }

        if (window.Branches is { } branches)
        {
            Tensor own = position.Ge(branches.Starts.To(device).Unsqueeze(1).Unsqueeze(-1));
            mask = mask.And(own.Or(position.Lt(branches.PrefixEnds.To(device).View(-1, 1, 1, 1))));
        }

        return window.Ends is { } ends ? mask.And(position.Lt(ends.To(device).View(-1, 1, 1, 1))) : mask;
    }
}
