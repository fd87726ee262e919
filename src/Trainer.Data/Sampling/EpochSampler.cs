using System.Runtime.InteropServices;
using Trainer.Torch;

namespace Trainer.Data.Sampling;

/// <summary>
/// Says which records make up each batch of each epoch. The answer depends on the seed, the datasets and the options alone, so an
/// epoch can be entered at any batch, and the processes of one run agree without talking to each other. What all processes handle
/// together in one round is what one process with a batch as large as all of theirs would handle.
/// </summary>
/// <remarks>
/// In an epoch all processes together see each record exactly as often as its dataset's weight says, and all have
/// the same number of batches. Records left over for the last round go to as many processes as there are records; when they are fewer
/// than processes, they join the round before, so that no process ever has an empty batch.
/// </remarks>
public sealed class EpochSampler
{
    private const int RoundsPerLengthGroup = 50;

    private readonly IReadOnlyList<SampledDataset> datasets;
    private readonly SamplingOptions options;
    private readonly RandomRoot random;
    private readonly int samples;

    /// <summary>Makes a sampler.</summary>
    /// <param name="datasets">The mixture.</param>
    /// <param name="options">Batch size, order and share of this process.</param>
    /// <param name="random">The run's randomness.</param>
    /// <exception cref="DataException">There are fewer records than processes.</exception>
    public EpochSampler(IReadOnlyList<SampledDataset> datasets, SamplingOptions options, RandomRoot random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.WorldSize);
        this.datasets = datasets;
        this.options = options;
        this.random = random;
        if (datasets.Any(dataset => dataset.Count == 0))
        {
            throw new DataException("A dataset has no records left. Remove it from data.datasets, or look at its split and at data.overlong.");
        }

        samples = datasets.Sum(dataset => dataset.PerEpoch);
        if (samples < options.WorldSize)
        {
            throw new DataException($"An epoch has {samples} records for {options.WorldSize} processes. Give each at least one.");
        }

        if (options.DropLast && samples < RoundSize)
        {
            throw new DataException($"An epoch has {samples} records, but one batch of all processes takes {RoundSize}. Add records, or make batches smaller.");
        }
    }

    /// <summary>Batches of this process in each epoch; the same for all processes.</summary>
    public int BatchesPerEpoch
    {
        get
        {
            int left = options.DropLast ? 0 : samples % RoundSize;
            return (samples / RoundSize) + (left >= options.WorldSize || samples < RoundSize ? Math.Sign(left) : 0);
        }
    }

    private int RoundSize => options.BatchSize * options.WorldSize;

    /// <summary>The batches of this process in one epoch, in order.</summary>
    /// <param name="epoch">From 0.</param>
    public IReadOnlyList<IReadOnlyList<SampleIndex>> Epoch(int epoch)
    {
        SampleIndex[] order = Draw(epoch);
        if (options.GroupByLength)
        {
            GroupByLength(order);
        }

        List<SampleIndex[]> rounds = Rounds(order);
        if (options.GroupByLength && options.Shuffle)
        {
            // The last round may be a partial one, and stays where it is so that all epochs are cut alike.
            random.Managed("rounds", epoch).Shuffle(CollectionsMarshal.AsSpan(rounds)[..^1]);
        }

        return [.. rounds.Select(ShareOf)];
    }

    private SampleIndex[] Draw(int epoch)
    {
        var order = new List<SampleIndex>(samples);
        for (var dataset = 0; dataset < datasets.Count; dataset++)
        {
            int count = datasets[dataset].Count;
            int[] records = [.. Enumerable.Range(0, count)];
            bool drawsPart = datasets[dataset].PerEpoch % count != 0;
            if (drawsPart && options.Shuffle)
            {
                // Each epoch repeats another part of the records when a weight is no whole number.
                random.Managed($"mixture/{dataset}", epoch).Shuffle(records);
            }

            int current = dataset;
            order.AddRange(Enumerable.Range(0, datasets[dataset].PerEpoch).Select(i => new SampleIndex(current, records[i % count])));
        }

        SampleIndex[] drawn = [.. order];
        if (options.Shuffle)
        {
            random.Managed("shuffle", epoch).Shuffle(drawn);
        }

        return drawn;
    }

    /// <summary>Sorts stretches of the order, long records first, which leaves enough chance between epochs.</summary>
    private void GroupByLength(SampleIndex[] order)
    {
        int stretch = RoundSize * RoundsPerLengthGroup;
        for (var start = 0; start < order.Length; start += stretch)
        {
            int length = Math.Min(stretch, order.Length - start);
            SampleIndex[] sorted = [.. order.AsSpan(start, length).ToArray().OrderByDescending(LengthOf)];
            sorted.CopyTo(order, start);
        }
    }

    private int LengthOf(SampleIndex sample) =>
        datasets[sample.Dataset].Lengths?[sample.Record] ?? throw new InvalidOperationException("Grouping by length needs the records' lengths.");

    /// <summary>Cuts the order into what all processes handle together in one step.</summary>
    private List<SampleIndex[]> Rounds(SampleIndex[] order)
    {
        List<SampleIndex[]> rounds = [.. order.Chunk(RoundSize)];
        if (options.DropLast)
        {
            return rounds[..BatchesPerEpoch];
        }

        if (rounds.Count > 1 && rounds[^1].Length < options.WorldSize)
        {
            rounds[^2] = [.. rounds[^2], .. rounds[^1]];
            rounds.RemoveAt(rounds.Count - 1);
        }

        return rounds;
    }

    private SampleIndex[] ShareOf(SampleIndex[] round)
    {
        int[] owners = BalancedShares.Owners([.. round.Select(TokensOf)], options.WorldSize);
        return [.. round.Where((_, index) => owners[index] == options.Rank)];
    }

    private int TokensOf(SampleIndex sample) => datasets[sample.Dataset].Lengths?[sample.Record] ?? 1;
}
