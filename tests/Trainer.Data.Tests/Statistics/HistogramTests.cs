using Trainer.Data.Statistics;

namespace Trainer.Data.Tests.Statistics;

public sealed class HistogramTests
{
    [Fact]
    public void Quantile_SmallNumbers_IsExact()
    {
        Histogram histogram = Of(5, 1, 1, 3, 200);

        Assert.Equal([1, 1, 3, 5, 200], new[] { 0, 0.4, 0.5, 0.8, 1 }.Select(histogram.Quantile));
        Assert.Equal((5L, 42.0, 1, 200), (histogram.Count, histogram.Mean, histogram.Least, histogram.Most));
    }

    [Fact]
    public void Quantile_AnyNumbers_IsAtMostA128thTooLow()
    {
        var random = new Random(5);
        int[] values = [.. Enumerable.Range(0, 2000).Select(_ => (int)Math.Exp(21 * random.NextDouble())).Append(int.MaxValue).Order()];
        Histogram histogram = Of(values);

        foreach (double share in (double[])[0.01, 0.3, 0.5, 0.9, 0.999, 1])
        {
            int exact = values[(int)Math.Ceiling(share * values.Length) - 1];
            Assert.InRange(histogram.Quantile(share), exact * (127.0 / 128), exact);
        }
    }

    [Fact]
    public void Empty_AllFigures_AreZero()
    {
        var histogram = new Histogram();

        Assert.Equal((0L, 0.0, 0, 0, 0), (histogram.Count, histogram.Mean, histogram.Least, histogram.Most, histogram.Quantile(0.5)));
    }

    [Fact]
    public void Spread_WideBins_CountWhatLiesInThem()
    {
        Histogram histogram = Of(10, 14, 15, 19, 20, 99);

        Assert.Equal([2, 2, 2], histogram.Spread(new BinScale(10, 5, 3)));
    }

    /// <summary>512 to 515 share a bucket, so that one number there is spread over four bins.</summary>
    [Fact]
    public void Spread_BucketOverSeveralBins_IsDivided() => Assert.Equal([0.25, 0.25, 0.25, 0.25, 0], Of(513).Spread(new BinScale(512, 1, 5)));

    [Fact]
    public void For_SkewedNumbers_LeavesTheLongestToTheLastBin()
    {
        Histogram histogram = Of([.. Enumerable.Range(0, 1000).Select(value => value % 120), 50_000]);

        var scale = BinScale.For([histogram]);

        Assert.Equal(new BinScale(0, 5, 24), scale);
        Assert.Equal(1001, histogram.Spread(scale).Sum(), 1e-9);
    }

    [Fact]
    public void For_EqualNumbers_IsOneBin() => Assert.Equal(new BinScale(64, 1, 1), BinScale.For([Of(64, 64)]));

    private static Histogram Of(params int[] values)
    {
        var histogram = new Histogram();
        Array.ForEach(values, histogram.Add);
        return histogram;
    }
}
