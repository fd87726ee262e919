using Trainer.Data.Sampling;
using Trainer.Torch;

namespace Trainer.Data.Batches;

/// <summary>A dataset's part in a mixture.</summary>
/// <param name="Dataset">The conversations.</param>
/// <param name="Records">Those of them that are used.</param>
/// <param name="Weight">How often each occurs in an epoch.</param>
public sealed record ConversationPart(ConversationDataset Dataset, UsableRecords Records, double Weight = 1);

/// <summary>Conversations of several datasets as one stream of batches.</summary>
/// <param name="parts">The datasets.</param>
/// <param name="collator">Puts examples into batches.</param>
public sealed class ConversationMixture(IReadOnlyList<ConversationPart> parts, ConversationCollator collator)
{
    /// <summary>Opens the stream.</summary>
    /// <param name="sampling">Batch size, order and share of this process.</param>
    /// <param name="random">The run's randomness.</param>
    /// <param name="prefetch">Threads, and how far they work ahead.</param>
    public BatchStream<ConversationBatch> Open(SamplingOptions sampling, RandomRoot random, PrefetchOptions prefetch)
    {
        SampledDataset[] datasets = [.. parts.Select(part => new SampledDataset(part.Records.Positions.Count, part.Weight, part.Records.Lengths))];
        return new BatchStream<ConversationBatch>(new EpochSampler(datasets, sampling, random), Load, prefetch);
    }

    /// <summary>Makes one batch.</summary>
    /// <param name="samples">Records by part, and by place among the part's used ones.</param>
    public ConversationBatch Load(IReadOnlyList<SampleIndex> samples) => collator.Collate([.. samples.Select(Load)]);

    private ConversationExample Load(SampleIndex sample)
    {
        ConversationPart part = parts[sample.Dataset];
        return part.Dataset.Load(part.Records.Positions[sample.Record]);
    }
}
