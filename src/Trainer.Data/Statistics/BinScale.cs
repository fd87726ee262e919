namespace Trainer.Data.Statistics;

/// <summary>Bins of equal width along a line, for a plot.</summary>
/// <param name="First">Where the first one begins.</param>
/// <param name="Width">Of each, at least 1.</param>
/// <param name="Count">How many; at least 1.</param>
public readonly record struct BinScale(long First, long Width, int Count)
{
    private const int Most = 40;

    // A few very large numbers would otherwise press all others into the first bin.
    private const double Shown = 0.995;

    /// <summary>Bins of a round width that hold nearly all numbers of some histograms.</summary>
    public static BinScale For(IEnumerable<Histogram> histograms)
    {
        Histogram[] filled = [.. histograms.Where(histogram => histogram.Count > 0)];
        if (filled.Length == 0)
        {
            return new BinScale(0, 1, 1);
        }

        long low = filled.Min(histogram => histogram.Least);
        long high = filled.Max(histogram => histogram.Quantile(Shown));
        long width = RoundUp((high - low + 1 + Most - 1) / Most);
        long first = low / width * width;
        return new BinScale(first, width, (int)((high - first) / width) + 1);
    }

    /// <summary>The bin of a number; beyond both ends, the nearest.</summary>
    public int BinOf(long value) => (int)Math.Clamp((value - First) / Width, 0, Count - 1);

    /// <summary>The next of 1, 2, 5, 10, 20, 50, …</summary>
    private static long RoundUp(long width)
    {
        long power = 1;
        while (power * 10 < width)
        {
            power *= 10;
        }

        return new[] { power, power * 2, power * 5 }.FirstOrDefault(round => round >= width, power * 10);
    }
}
