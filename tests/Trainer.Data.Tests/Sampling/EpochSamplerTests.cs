using Trainer.Data.Sampling;
using Trainer.Torch;

namespace Trainer.Data.Tests.Sampling;

public sealed class EpochSamplerTests
{
    private static readonly RandomRoot Root = new(17);

    [Fact]
    public void Epoch_AnyWorld_HasEveryRecordOnceAndNoEmptyBatch()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            int world = random.Next(1, 9);
            int count = random.Next(world, 200);
            var options = new SamplingOptions { BatchSize = random.Next(1, 20), WorldSize = world, GroupByLength = round % 2 == 0 };
            int[] lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 50))];

            IReadOnlyList<EpochSampler> ranks =
                [.. Enumerable.Range(0, world).Select(rank => new EpochSampler([new(count, 1, lengths)], options with { Rank = rank }, Root))];
            IReadOnlyList<SampleIndex>[][] epochs = [.. ranks.Select(rank => rank.Epoch(3).ToArray())];

            Assert.Equal(Enumerable.Range(0, count), epochs.SelectMany(batches => batches).SelectMany(batch => batch).Select(sample => sample.Record).Order());
            Assert.All(epochs, batches => Assert.Equal(ranks[0].BatchesPerEpoch, batches.Length));
            Assert.All(epochs.SelectMany(batches => batches), batch => Assert.InRange(batch.Count, 1, options.BatchSize + 1));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Epoch_SeveralProcesses_HaveTogetherTheBatchesOfOne(bool groupByLength)
    {
        int[] lengths = [.. Enumerable.Range(1, 94)];
        var alone = new EpochSampler([new(94, 1, lengths)], new SamplingOptions { BatchSize = 12, GroupByLength = groupByLength }, Root);
        IReadOnlyList<SampleIndex>[][] shares = [.. Enumerable.Range(0, 3).Select(rank => new EpochSampler(
            [new(94, 1, lengths)], new SamplingOptions { BatchSize = 4, GroupByLength = groupByLength, Rank = rank, WorldSize = 3 }, Root).Epoch(2).ToArray())];

        IReadOnlyList<SampleIndex>[] whole = [.. alone.Epoch(2)];

        Assert.Equal(whole.Length, shares[0].Length);
        for (var batch = 0; batch < whole.Length; batch++)
        {
            Assert.Equal(
                whole[batch].Select(sample => sample.Record).Order(),
                shares.SelectMany(share => share[batch]).Select(sample => sample.Record).Order());
        }
    }

    [Fact]
    public void Epoch_UnequalLengths_HardlyLetsAProcessWait()
    {
        const int World = 4;
        var random = new Random(3);
        int[] lengths = [.. Enumerable.Range(0, 1600).Select(_ => random.Next(50, 700))];
        var options = new SamplingOptions { BatchSize = 8, WorldSize = World };

        IReadOnlyList<SampleIndex>[][] shares =
            [.. Enumerable.Range(0, World).Select(rank => new EpochSampler([new(lengths.Length, 1, lengths)], options with { Rank = rank }, Root).Epoch(0).ToArray())];

        // All wait for the process with the most tokens. Dealt out in turn, the records of these batches would take a fifth longer than needed.
        int waited = Enumerable.Range(0, shares[0].Length).Sum(batch => shares.Max(share => share[batch].Sum(sample => lengths[sample.Record])));
        Assert.InRange(waited, lengths.Sum() / World, 1.02 * lengths.Sum() / World);
        Assert.All(shares.SelectMany(share => share), batch => Assert.Equal(8, batch.Count));
    }

    [Fact]
    public void Epoch_SameSeed_IsTheSameAndOtherEpochsDiffer()
    {
        var sampler = new EpochSampler([new(100)], new SamplingOptions { BatchSize = 100 }, Root);

        Assert.Equal(sampler.Epoch(1)[0], new EpochSampler([new(100)], new SamplingOptions { BatchSize = 100 }, new RandomRoot(17)).Epoch(1)[0]);
        Assert.NotEqual(sampler.Epoch(1)[0], sampler.Epoch(2)[0]);
    }

    [Fact]
    public void Epoch_WithoutShuffle_KeepsTheOrderOfTheFiles()
    {
        var sampler = new EpochSampler([new(3), new(2)], new SamplingOptions { BatchSize = 2, Shuffle = false }, Root);

        Assert.Equal(
            [[new(0, 0), new(0, 1)], [new(0, 2), new(1, 0)], [new(1, 1)]],
            sampler.Epoch(0).Select(batch => batch.ToArray()));
    }

    [Fact]
    public void Epoch_Weights_RepeatRecordsInProportion()
    {
        var sampler = new EpochSampler([new(10, 2), new(10, 0.5), new(10, 1.3)], new SamplingOptions { BatchSize = 7 }, Root);
        var seen = new int[3, 10];
        const int Epochs = 200;
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            SampleIndex[] samples = [.. sampler.Epoch(epoch).SelectMany(batch => batch)];
            Assert.Equal([20, 5, 13], Enumerable.Range(0, 3).Select(dataset => samples.Count(sample => sample.Dataset == dataset)));
            foreach (SampleIndex sample in samples)
            {
                seen[sample.Dataset, sample.Record]++;
            }
        }

        for (var record = 0; record < 10; record++)
        {
            Assert.Equal(2 * Epochs, seen[0, record]);
            Assert.InRange(seen[1, record], 0.35 * Epochs, 0.65 * Epochs);
            Assert.InRange(seen[2, record], 1.15 * Epochs, 1.45 * Epochs);
        }
    }

    [Fact]
    public void Epoch_GroupedByLength_PadsLess()
    {
        var random = new Random(2);
        int[] lengths = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(1, 1000))];
        long grouped = Padded(new SamplingOptions { BatchSize = 8, GroupByLength = true }, lengths);
        long mixed = Padded(new SamplingOptions { BatchSize = 8 }, lengths);

        Assert.True(grouped * 3 < mixed * 2, $"{grouped} tokens grouped, {mixed} mixed");
    }

    [Fact]
    public void Constructor_FewerRecordsThanProcesses_Throws()
    {
        Assert.Throws<DataException>(() => new EpochSampler([new(3)], new SamplingOptions { WorldSize = 4 }, Root));
        Assert.Throws<DataException>(() => new EpochSampler([new(3), new(0)], new SamplingOptions(), Root));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Epoch_DropLast_HasFullBatchesOnly(bool groupByLength)
    {
        var options = new SamplingOptions { BatchSize = 4, WorldSize = 2, DropLast = true, GroupByLength = groupByLength };
        EpochSampler[] ranks = [.. Enumerable.Range(0, 2).Select(rank => new EpochSampler([new(29, 1, [.. Enumerable.Range(1, 29)])], options with { Rank = rank }, Root))];

        Assert.All(ranks, rank => Assert.Equal(3, rank.BatchesPerEpoch));
        Assert.All(ranks, rank => Assert.Equal([4, 4, 4], rank.Epoch(1).Select(batch => batch.Count)));
        Assert.Equal(24, ranks.SelectMany(rank => rank.Epoch(1)).SelectMany(batch => batch).Distinct().Count());
    }

    [Fact]
    public void Constructor_DropLastOfLessThanABatch_Throws() =>
        Assert.Throws<DataException>(() => new EpochSampler([new(7)], new SamplingOptions { BatchSize = 8, DropLast = true }, Root));

    private static long Padded(SamplingOptions options, int[] lengths) =>
        new EpochSampler([new(lengths.Length, 1, lengths)], options, Root)
            .Epoch(0).Sum(batch => (long)batch.Count * batch.Max(sample => lengths[sample.Record]));
}
