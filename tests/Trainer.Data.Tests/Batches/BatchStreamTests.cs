using Trainer.Data.Batches;
using Trainer.Data.Sampling;
using Trainer.Torch;

namespace Trainer.Data.Tests.Batches;

public sealed class BatchStreamTests
{
    private const int Total = 25;

    [Fact]
    public void RestoreState_AnyPosition_GivesTheSameTail()
    {
        string[] whole = new string[Total];
        string[] states = new string[Total];
        using (BatchStream<FakeBatch> stream = Open(workers: 3))
        {
            for (var i = 0; i < Total; i++)
            {
                states[i] = stream.SaveState();
                whole[i] = Describe(stream.Next());
            }
        }

        for (var start = 0; start < Total; start++)
        {
            using BatchStream<FakeBatch> resumed = Open(workers: 1 + (start % 2));
            resumed.Next();
            resumed.RestoreState(states[start]);
            Assert.Equal(whole[start..], whole[start..].Select(_ => Describe(resumed.Next())));
        }
    }

    [Fact]
    public void RestoreState_OfOtherData_Throws()
    {
        using BatchStream<FakeBatch> stream = Open(workers: 1);

        Assert.Contains("had 7 batches in an epoch, but its data gives 4", Assert.Throws<DataException>(() => stream.RestoreState("0/3/7")).Message, StringComparison.Ordinal);
    }

    private static BatchStream<FakeBatch> Open(int workers)
    {
        var sampler = new EpochSampler([new(11)], new SamplingOptions { BatchSize = 3 }, new RandomRoot(3));
        return new BatchStream<FakeBatch>(sampler, samples => new FakeBatch(samples), new PrefetchOptions(workers, Ahead: 6));
    }

    private static string Describe(FakeBatch batch) => string.Join(' ', batch.RecordIds);

    private sealed class FakeBatch(IReadOnlyList<SampleIndex> samples) : IBatch
    {
        public int Samples => samples.Count;

        public long Tokens => 0;

        public IReadOnlyList<string> RecordIds { get; } = [.. samples.Select(sample => $"{sample.Record}")];

        public void Dispose()
        {
        }
    }
}
