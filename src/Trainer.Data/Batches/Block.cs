using Trainer.Torch;

namespace Trainer.Data.Batches;

/// <summary>Tensors of batches. A batch outlives every scope: whoever takes it from the queue disposes it.</summary>
internal static class Block
{
    /// <summary>A tensor that belongs to the batch.</summary>
    internal static Tensor Own<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged => TensorScope.Release(Tensor.From(values, shape));

    /// <summary>Rows of different lengths, [rows, longest] Int64, filled up on the right.</summary>
    internal static Tensor Pad(IReadOnlyList<long[]> rows, Func<int, long> padding)
    {
        int longest = rows.Max(row => row.Length);
        var block = new long[rows.Count * longest];
        for (int i = 0; i < rows.Count; i++)
        {
            Array.Fill(block, padding(i), i * longest, longest);
            rows[i].CopyTo(block, i * longest);
        }

        return Own(block, rows.Count, longest);
    }

    /// <summary>Rows of different lengths, [rows, longest] Int64, filled up on the left.</summary>
    internal static Tensor PadLeft(IReadOnlyList<long[]> rows, long padding)
    {
        int longest = rows.Max(row => row.Length);
        return Own<long>([.. rows.SelectMany(row => Enumerable.Repeat(padding, longest - row.Length).Concat(row))], rows.Count, longest);
    }

    /// <summary>Pictures in one tensor, [pictures, 3, size, size] Float32; null where there are none.</summary>
    internal static Tensor? Stack(IReadOnlyList<float[]> images, int size)
    {
        if (images.Count == 0)
        {
            return null;
        }

        int floats = 3 * size * size;
        Tensor pixels = TensorScope.Release(Tensor.Empty(new Placement(Device.Cpu, DType.Float32), images.Count, 3, size, size));
        for (int i = 0; i < images.Count; i++)
        {
            images[i].CopyTo(pixels.Span<float>().Slice(i * floats, floats));
        }

        return pixels;
    }
}
