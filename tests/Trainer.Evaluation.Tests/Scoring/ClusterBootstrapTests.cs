using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Scoring;

public sealed class ClusterBootstrapTests
{
    private static readonly BootstrapOptions Options = new() { Resamples = 500 };
    private static readonly PopeCounts Right = new(1, 0, 0, 0);
    private static readonly PopeCounts Wrong = new(0, 1, 0, 0);

    [Fact]
    public void Of_EqualSeeds_GiveEqualIntervals() => Assert.Equal(Accuracy(Mixed(40), Options), Accuracy(Mixed(40), Options));

    [Fact]
    public void Of_OtherSeed_GivesAnotherInterval() => Assert.NotEqual(Accuracy(Mixed(41), Options), Accuracy(Mixed(41), Options with { Seed = 18 }));

    [Fact]
    public void Of_EqualClusters_HasNoWidth() =>
        Assert.Equal(new Interval(0.5, 0.5), Accuracy([.. Enumerable.Repeat(Right + Wrong, 10)], Options));

    [Fact]
    public void Of_MixedClusters_HoldsTheShareAndResemblesWilson()
    {
        Interval interval = Accuracy(Mixed(200), Options with { Resamples = 2000 })!.Value;
        Interval wilson = WilsonInterval.Compute(100, 200);

        Assert.True(interval.Contains(0.5));
        Assert.Equal(wilson.Low, interval.Low, 0.02);
        Assert.Equal(wilson.High, interval.High, 0.02);
    }

    [Fact]
    public void Of_QuestionsThatFailTogether_IsWiderThanIndependentQuestions()
    {
        PopeCounts[] together = [.. Mixed(40).Select(one => one + one + one + one)];

        Assert.True(Width(together) > 1.5 * Width(Mixed(160)));
    }

    [Fact]
    public void Of_OneCluster_CannotSay() => Assert.Null(Accuracy([Right], Options));

    [Fact]
    public void Of_MetricWithoutValue_CannotSay() =>
        Assert.Null(new ClusterBootstrap<PopeCounts>([new(0, 0, 1, 0), new(0, 0, 1, 0)], Options).Of(counts => counts.Precision));

    private static PopeCounts[] Mixed(int count) => [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? Right : Wrong)];

    private static double Width(PopeCounts[] clusters)
    {
        Interval interval = Accuracy(clusters, Options)!.Value;
        return interval.High - interval.Low;
    }

    private static Interval? Accuracy(PopeCounts[] clusters, BootstrapOptions options) =>
        new ClusterBootstrap<PopeCounts>(clusters, options).Of(counts => counts.Accuracy);
}
