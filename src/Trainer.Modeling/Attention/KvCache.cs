using System.Buffers;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Attention;

/// <summary>Keys and values of the tokens so far, in memory that is taken once: a step writes one column and reads a view.</summary>
public sealed class KvCache : IDisposable
{
    // [2 · layers, batch, capacity, kvHeads, headDim]: in one piece, so that rows trade places for all layers at once.
    private readonly Tensor memory;
    private readonly Tensor[] keys;
    private readonly Tensor[] values;

    // Int64 [batch, capacity]: the row that holds each token of a row, where attention can follow it; null where rows are copied instead.
    private readonly Tensor? holders;
    private bool isScattered;

    /// <summary>Takes memory for <paramref name="capacity"/> tokens of each row.</summary>
    public KvCache(LlamaConfig config, Placement placement, long batch, long capacity)
    {
        Capacity = capacity;
        holders = placement == Placement.CpuFloat ? TensorScope.Release(Tensor.Empty(new Placement(Device.Cpu, DType.Int64), batch, capacity)) : null;
        HoldTheirOwn(from: 0, capacity);
        memory = TensorScope.Release(Tensor.Empty(placement, 2L * config.Layers, batch, capacity, config.KeyValueHeads, config.HeadDim));
        keys = [.. Enumerable.Range(0, config.Layers).Select(layer => TensorScope.Release(memory.Select(0, 2 * layer)))];
        values = [.. Enumerable.Range(0, config.Layers).Select(layer => TensorScope.Release(memory.Select(0, (2 * layer) + 1)))];
    }

    /// <summary>Tokens that fit.</summary>
    public long Capacity { get; }

    /// <summary>Tokens so far.</summary>
    public long Length { get; private set; }

    /// <summary>Writes a layer's new keys and values behind the ones so far.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="key">[batch, new, kvHeads, headDim].</param>
    /// <param name="value">As <paramref name="key"/>.</param>
    /// <returns>Views of all keys and values including the new ones.</returns>
    internal TensorPair Append(int layer, Tensor key, Tensor value)
    {
        long count = key.Size(1);
        if (Length + count > Capacity)
        {
            throw new TorchException($"The cache holds {Capacity} tokens, but {Length + count} are needed. Raise its capacity.");
        }

        keys[layer].Narrow(1, Length, count).CopyFrom(key);
        values[layer].Narrow(1, Length, count).CopyFrom(value);
        return new TensorPair(keys[layer].Narrow(1, 0, Length + count), values[layer].Narrow(1, 0, Length + count));
    }

    /// <summary>Counts tokens that every layer has written.</summary>
    internal void Advance(long count) => Length += count;

    /// <summary>Forgets the tokens behind <paramref name="length"/>; their memory is written again.</summary>
    public void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        HoldTheirOwn(length, Length);
        Length = length;
    }

    /// <summary>Gives each row the tokens of another: row i becomes what row <c>rows[i]</c> was.</summary>
    /// <param name="rows">For each row, the one that it becomes.</param>
    /// <param name="from">First token that may differ: those before it are alike in all rows that trade places, and stay.</param>
    public void Reorder(long[] rows, long from)
    {
        if (holders is null)
        {
            using var scope = new TensorScope();
            Tensor used = memory.Narrow(2, from, Length - from);
            used.CopyFrom(used.IndexSelect(1, Tensor.From(rows).To(memory.Device)));
            return;
        }

        // Nothing moves: rows only learn where their tokens lie.
        long[][] taken = [.. rows.Select(row => HoldersOf(row, from, Length).ToArray())];
        for (int row = 0; row < taken.Length; row++)
        {
            taken[row].CopyTo(HoldersOf(row, from, Length));
        }

        isScattered = true;
    }

    /// <summary>Where the tokens lie that the next ones look at, for the window that they are read with.</summary>
    /// <param name="count">Tokens that are read next.</param>
    /// <returns>Int64 [batch, keys] on the processor; null where every row has its own.</returns>
    public Tensor? Sources(long count) => isScattered ? holders!.Narrow(1, 0, Length + count) : null;

    /// <summary>Keeps one token of those that were read side by side behind each row and truncated since.</summary>
    /// <param name="branches">For each row, <c>row · width + place</c> of the token that it takes.</param>
    /// <param name="width">How many were read behind each row.</param>
    public void Keep(long[] branches, long width)
    {
        if (holders is not null)
        {
            KeepInPlace(branches, width);
        }
        else
        {
            using var scope = new TensorScope();
            Tensor taken = Tensor.From(Array.ConvertAll(branches, branch => (branch / width * Capacity) + Length + (branch % width))).To(memory.Device);
            memory.Select(2, Length).CopyFrom(memory.Flatten(1, 2).IndexSelect(1, taken));
        }

        Length++;
    }

    /// <summary>Takes over another cache's tokens: row i becomes its row <c>rows[i]</c>. So beams begin from one reading of the prompt.</summary>
    /// <param name="other">A cache of the same model.</param>
    /// <param name="rows">For each row of this cache, a row of the other.</param>
    public void CopyFrom(KvCache other, long[] rows)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(rows);
        using var scope = new TensorScope();
        Length = other.Length;
        for (int row = 0; row < rows.Length; row++)
        {
            // Where attention can follow, the first of alike rows holds their tokens for all of them: what is read again is near.
            int holder = holders is null ? row : Array.IndexOf(rows, rows[row]);
            if (holder == row)
            {
                memory.Select(1, row).Narrow(1, 0, Length).CopyFrom(other.memory.Select(1, rows[row]).Narrow(1, 0, Length));
                continue;
            }

            HoldersOf(row, 0, Length).Fill(holder);
            isScattered = true;
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        foreach (Tensor view in keys.Concat(values))
        {
            view.Dispose();
        }

        memory.Dispose();
        holders?.Dispose();
    }

    /// <summary>The same on the processor, where a few numbers are moved sooner than an operator is called.</summary>
    private void KeepInPlace(long[] branches, long width)
    {
        foreach (Tensor view in keys.Concat(values))
        {
            KeepInPlace(view.Span<float>(), branches, width);
        }
    }

    private void KeepInPlace(Span<float> tokens, long[] branches, long width)
    {
        int size = tokens.Length / (branches.Length * (int)Capacity);
        Span<float> TokenAt(Span<float> tokens, long row, long column) => tokens.Slice((int)((row * Capacity) + column) * size, size);

        // What one row takes may lie where another one's goes.
        float[] taken = ArrayPool<float>.Shared.Rent(branches.Length * size);
        for (int i = 0; i < branches.Length; i++)
        {
            TokenAt(tokens, branches[i] / width, Length + (branches[i] % width)).CopyTo(taken.AsSpan(i * size));
        }

        for (int i = 0; i < branches.Length; i++)
        {
            taken.AsSpan(i * size, size).CopyTo(TokenAt(tokens, i, Length));
        }

        ArrayPool<float>.Shared.Return(taken);
    }

    private void HoldTheirOwn(long from, long to)
    {
        for (int row = 0; row < holders?.Size(0); row++)
        {
            HoldersOf(row, from, to).Fill(row);
        }
    }

    private Span<long> HoldersOf(long row, long from, long to) => holders!.Span<long>().Slice((int)((row * Capacity) + from), (int)(to - from));
}
