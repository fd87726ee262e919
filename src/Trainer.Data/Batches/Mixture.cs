using Trainer.Data.Sampling;
using Trainer.Torch;

namespace Trainer.Data.Batches;

/// <summary>A dataset's part in a mixture.</summary>
/// <param name="Dataset">The examples.</param>
/// <param name="Records">Those of them that are used.</param>
/// <param name="Weight">How often each occurs in an epoch.</param>
public sealed record MixturePart<TExample>(IExampleDataset<TExample> Dataset, UsableRecords Records, double Weight = 1);

/// <summary>Examples of several datasets as one stream of batches.</summary>
/// <param name="parts">The datasets.</param>
/// <param name="collate">Puts examples into a batch; runs on any thread.</param>
public sealed class Mixture<TExample, TBatch>(IReadOnlyList<MixturePart<TExample>> parts, Func<IReadOnlyList<TExample>, TBatch> collate)
    where TBatch : IBatch
{
    // Later epochs are drawn from the same records: their largest batches are hardly larger.
    private const int MostEpochs = 3;

    /// <summary>Opens the stream.</summary>
    /// <param name="sampling">Batch size, order and share of this process.</param>
    /// <param name="random">The run's randomness.</param>
    /// <param name="prefetch">Threads, and how far they work ahead.</param>
    public BatchStream<TBatch> Open(SamplingOptions sampling, RandomRoot random, PrefetchOptions prefetch)
    {
        return new BatchStream<TBatch>(Sampler(sampling, random), Load, prefetch);
    }

    /// <summary>Of the first batches, the one that takes most room: rows times the longest of them.</summary>
    /// <param name="sampling">Batch size, order and share of this process.</param>
    /// <param name="random">The run's randomness.</param>
    /// <param name="first">How many batches to look at; at least one.</param>
    public TBatch Largest(SamplingOptions sampling, RandomRoot random, long first)
    {
        EpochSampler sampler = Sampler(sampling, random);
        int epochs = (int)Math.Min(MostEpochs, (first + sampler.BatchesPerEpoch - 1) / sampler.BatchesPerEpoch);
        return Load(Enumerable.Range(0, Math.Max(1, epochs)).SelectMany(sampler.Epoch).Take((int)Math.Min(first, int.MaxValue)).MaxBy(Room)!);
    }

    /// <summary>Every used record once, in the order of the files, batch by batch.</summary>
    /// <param name="batchSize">Records in a batch.</param>
    public IEnumerable<TBatch> InOrder(int batchSize) => parts
        .SelectMany((part, index) => Enumerable.Range(0, part.Records.Positions.Count).Select(record => new SampleIndex(index, record)))
        .Chunk(batchSize)
        .Select(Load);

    private EpochSampler Sampler(SamplingOptions sampling, RandomRoot random) =>
        new([.. parts.Select(part => new SampledDataset(part.Records.Positions.Count, part.Weight, part.Records.Lengths))], sampling, random);

    private long Room(IReadOnlyList<SampleIndex> batch) => (long)batch.Count * batch.Max(sample => parts[sample.Dataset].Records.Lengths[sample.Record]);

    private TBatch Load(IReadOnlyList<SampleIndex> samples) => collate([.. samples.Select(Load)]);

    private TExample Load(SampleIndex sample)
    {
        MixturePart<TExample> part = parts[sample.Dataset];
        return part.Dataset.Load(part.Records.Positions[sample.Record]);
    }
}
