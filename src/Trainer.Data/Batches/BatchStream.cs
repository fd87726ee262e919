using Trainer.Data.Sampling;

namespace Trainer.Data.Batches;

/// <summary>
/// An endless stream of batches, epoch after epoch, made ready in the background. Its position can be saved and entered again: what
/// follows is the same, whatever was read ahead.
/// </summary>
/// <typeparam name="TBatch">The kind of batch.</typeparam>
/// <param name="sampler">Says what each batch is made of.</param>
/// <param name="load">Makes a batch; runs in the background, several times at once.</param>
/// <param name="options">Threads, and how far they work ahead.</param>
public sealed class BatchStream<TBatch>(
    EpochSampler sampler, Func<IReadOnlyList<SampleIndex>, TBatch> load, PrefetchOptions options) : IDisposable
    where TBatch : IBatch
{
    private SamplerState state = new(0, 0, sampler.BatchesPerEpoch);
    private OrderedPrefetch<IReadOnlyList<SampleIndex>, TBatch>? prefetch;

    /// <summary>Batches in one pass over the data.</summary>
    public int BatchesPerEpoch => sampler.BatchesPerEpoch;

    /// <summary>The next batch. The caller disposes it.</summary>
    /// <exception cref="DataException">A record of it can't be used; the message names the record.</exception>
    public TBatch Next()
    {
        prefetch ??= new OrderedPrefetch<IReadOnlyList<SampleIndex>, TBatch>(BatchesFrom(state), load, options);
        prefetch.TryNext(out TBatch? batch);
        state = state.Next();
        return batch!;
    }

    /// <summary>The position after the last batch that <see cref="Next"/> returned, as text.</summary>
    public string SaveState() => state.ToString();

    /// <summary>Goes on from what <see cref="SaveState"/> returned.</summary>
    /// <exception cref="DataException">The position belongs to other data.</exception>
    public void RestoreState(string saved)
    {
        SamplerState restored = SamplerState.Parse(saved);
        if (restored.BatchesPerEpoch != sampler.BatchesPerEpoch)
        {
            throw new DataException(
                $"The run had {restored.BatchesPerEpoch} batches in an epoch, but its data gives {sampler.BatchesPerEpoch} now. " +
                "Resume with the same files and as many records in a batch over all processes, or start afresh with resume_from_checkpoint: none.");
        }

        Dispose();
        state = restored;
    }

    /// <summary>Stops the background work.</summary>
    public void Dispose()
    {
        prefetch?.Dispose();
        prefetch = null;
    }

    private IEnumerable<IReadOnlyList<SampleIndex>> BatchesFrom(SamplerState start)
    {
        for (int epoch = start.Epoch; ; epoch++)
        {
            foreach (IReadOnlyList<SampleIndex> batch in sampler.Epoch(epoch).Skip(epoch == start.Epoch ? start.Batch : 0))
            {
                yield return batch;
            }
        }
    }
}
