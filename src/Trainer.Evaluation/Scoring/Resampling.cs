using MathNet.Numerics.Statistics;
using Trainer.Torch;

namespace Trainer.Evaluation.Scoring;

/// <summary>Draws with replacement, and what is read from them.</summary>
internal static class Resampling
{
    /// <summary>Index lists of draws. All use one array: read each before taking the next.</summary>
    internal static IEnumerable<int[]> Draws(int count, BootstrapOptions options)
    {
        Random random = new RandomRoot(options.Seed).Managed("bootstrap");
        var draw = new int[count];
        for (int i = 0; i < options.Resamples; i++)
        {
            for (int j = 0; j < count; j++)
            {
                draw[j] = random.Next(count);
            }

            yield return draw;
        }
    }

    internal static Interval? Percentiles(IEnumerable<double?> values, double confidence)
    {
        double[] sorted = [.. values.OfType<double>().Order()];
        double tail = (1 - confidence) / 2;
        return sorted.Length == 0
            ? null
            : new Interval(SortedArrayStatistics.Quantile(sorted, tail), SortedArrayStatistics.Quantile(sorted, 1 - tail));
    }
}
