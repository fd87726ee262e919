using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Tables with a row for each token, which layouts end at different rows.</summary>
internal static class TokenTable
{
    internal static bool Is(string ours) => ours is "model.embed_tokens.weight" or "lm_head.weight";

    /// <summary>A table of as many rows as a layout has. Rows that are added mean nothing, and are the mean of the others, as when tokens are added.</summary>
    /// <param name="table">[rows, width].</param>
    /// <param name="rows">Rows that are wanted.</param>
    internal static Tensor WithRows(Tensor table, long rows)
    {
        long added = rows - table.Size(0);
        if (added <= 0)
        {
            return table.Narrow(0, 0, rows);
        }

        Tensor mean = table.To(DType.Float32).Mean(0, keepDimension: true).To(table.DType);
        return Tensor.Cat(0, table, mean.Expand(added, table.Size(1)));
    }
}
