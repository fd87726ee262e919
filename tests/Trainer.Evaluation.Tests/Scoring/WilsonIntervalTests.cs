using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Scoring;

public sealed class WilsonIntervalTests
{
    // By hand for 8 of 10 with z = 1.959964: centre (0.8 + 0.192073) / 1.384146 = 0.716740, half-width 0.226578.
    [Fact]
    public void Compute_EightOfTen_IsTheTextbookInterval()
    {
        Interval interval = WilsonInterval.Compute(8, 10);

        Assert.Equal(0.490162, interval.Low, 5);
        Assert.Equal(0.943318, interval.High, 5);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(20, 20)]
    [InlineData(7, 20)]
    [InlineData(1, 1)]
    public void Compute_AnyCounts_HoldTheShareAndStayBetweenZeroAndOne(int successes, int trials)
    {
        Interval interval = WilsonInterval.Compute(successes, trials);

        Assert.True(interval.Contains((double)successes / trials));
        Assert.InRange(interval.Low, 0, interval.High);
        Assert.InRange(interval.High, interval.Low, 1);
        Assert.True(interval.High - interval.Low > 0);
    }

    [Fact]
    public void Compute_MirroredCounts_MirrorsTheInterval()
    {
        Interval few = WilsonInterval.Compute(3, 50);
        Interval many = WilsonInterval.Compute(47, 50);

        Assert.Equal(few.Low, 1 - many.High, 12);
        Assert.Equal(few.High, 1 - many.Low, 12);
    }

    [Fact]
    public void Compute_MoreTrials_NarrowsTheInterval()
    {
        double[] widths = [.. new[] { 10, 100, 1000 }.Select(n => WilsonInterval.Compute(n / 2, n)).Select(interval => interval.High - interval.Low)];

        Assert.Equal(widths.OrderDescending(), widths);
    }

    [Fact]
    public void Compute_NoTrials_SaysNothing() => Assert.Equal(new Interval(0, 1), WilsonInterval.Compute(0, 0));

    [Fact]
    public void Compute_MoreSuccessesThanTrials_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Compute(3, 2));
}
