using Trainer.Torch;

namespace Trainer.Modeling.Vision;

/// <summary>What is asked about pictures, for projectors that look with the question in mind. Each picture has one, in words of the projector's own vocabulary.</summary>
/// <param name="Ids">Int64 [images, length] on the processor, padded on the right.</param>
/// <param name="Lengths">Int64 [images] on the processor: how much of each row is real.</param>
public sealed record Instructions(Tensor Ids, Tensor Lengths) : IDisposable
{
    /// <summary>Rows of different lengths as one block that outlives every scope; null where there are none.</summary>
    public static Instructions? Of(IReadOnlyList<long[]> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        int longest = rows.Max(row => row.Length);
        var ids = new long[rows.Count * longest];
        for (int i = 0; i < rows.Count; i++)
        {
            rows[i].CopyTo(ids, i * longest);
        }

        return new Instructions(
            TensorScope.Release(Tensor.From(ids, rows.Count, longest)), TensorScope.Release(Tensor.From<long>([.. rows.Select(row => (long)row.Length)])));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Ids.Dispose();
        Lengths.Dispose();
    }
}
