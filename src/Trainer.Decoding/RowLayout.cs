using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Where the tokens of rows stand: texts that end in the same column, and the cache for them and what follows.</summary>
internal sealed class RowLayout : IDisposable
{
    private readonly Device device;
    private readonly Tensor? starts;
    private readonly long lastPosition;
    private readonly long answersFrom;

    /// <summary>Takes memory.</summary>
    /// <param name="model">The model that reads.</param>
    /// <param name="rows">The text of each row; equal ones are read once.</param>
    /// <param name="promptLengths">How much of each row's text is prompt; rows of one prompt agree on it.</param>
    /// <param name="room">Tokens that may follow.</param>
    internal RowLayout(LlavaModel model, IReadOnlyList<Prompt> rows, IEnumerable<int> promptLengths, long room)
    {
        device = model.Compute.Device;
        lastPosition = model.Config.Text.MaxPositions - 1;
        Batch = new PromptBatch(rows, model.Config);
        starts = Array.TrueForAll(Batch.Starts, start => start == 0) ? null : TensorScope.Release(Tensor.From(Batch.Starts));
        Cache = model.NewCache(rows.Count, Batch.Length + room);
        answersFrom = Batch.Starts.Zip(promptLengths, (start, length) => start + length).Min();
    }

    /// <summary>The texts.</summary>
    internal PromptBatch Batch { get; }

    /// <summary>Their keys and values.</summary>
    internal KvCache Cache { get; }

    /// <summary>Where tokens stand that follow all rows.</summary>
    /// <param name="count">Tokens of each row.</param>
    /// <param name="tried">The tokens where they are tried side by side; null: they follow each other.</param>
    internal SequenceWindow Following(int count, TriedTokens? tried = null)
    {
        var positions = new long[Batch.Starts.Length * count];
        for (int i = 0; i < positions.Length; i++)
        {
            // A row that has all its tokens waits for slower ones: what it reads then counts for nothing.
            long position = Cache.Length - Batch.Starts[i / count] + (tried is null ? i % count : 0);
            positions[i] = Math.Min(position, lastPosition);
        }

        return new SequenceWindow
        {
            Starts = starts,
            Positions = Tensor.From(positions, Batch.Starts.Length, count).To(device),
            Branches = tried?.Behind(Cache.Length),
            Sources = Cache.Sources(count),
        };
    }

    /// <summary>Gives each row the answer of another row of its prompt.</summary>
    internal void Reorder(long[] rows)
    {
        if (rows.Index().Any(entry => entry.Item != entry.Index))
        {
            Cache.Reorder(rows, answersFrom);
        }
    }

    public void Dispose()
    {
        Cache.Dispose();
        starts?.Dispose();
    }
}
