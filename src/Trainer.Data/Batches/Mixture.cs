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
    /// <summary>Opens the stream.</summary>
    /// <param name="sampling">Batch size, order and share of this process.</param>
    /// <param name="random">The run's randomness.</param>
    /// <param name="prefetch">Threads, and how far they work ahead.</param>
    public BatchStream<TBatch> Open(SamplingOptions sampling, RandomRoot random, PrefetchOptions prefetch)
    {
        SampledDataset[] datasets = [.. parts.Select(part => new SampledDataset(part.Records.Positions.Count, part.Weight, part.Records.Lengths))];
        return new BatchStream<TBatch>(new EpochSampler(datasets, sampling, random), Load, prefetch);
    }

    /// <summary>Every used record once, in the order of the files, batch by batch.</summary>
    /// <param name="batchSize">Records in a batch.</param>
    public IEnumerable<TBatch> InOrder(int batchSize) => parts
        .SelectMany((part, index) => Enumerable.Range(0, part.Records.Positions.Count).Select(record => new SampleIndex(index, record)))
        .Chunk(batchSize)
        .Select(Load);

    private TBatch Load(IReadOnlyList<SampleIndex> samples) => collate([.. samples.Select(Load)]);

    private TExample Load(SampleIndex sample)
    {
        MixturePart<TExample> part = parts[sample.Dataset];
        return part.Dataset.Load(part.Records.Positions[sample.Record]);
    }
}
