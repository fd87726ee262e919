using System.Numerics;

namespace Trainer.Data.Statistics;

/// <summary>
/// How often each whole number occurred, in memory that doesn't grow: exact below 256, and in buckets above that are at most a 128th of
/// their numbers wide.
/// </summary>
public sealed class Histogram
{
    private const int FineBits = 7;
    private const int Fine = 1 << FineBits;
    private const int Exact = 2 * Fine;
    private readonly long[] counts = new long[BucketOf(int.MaxValue) + 1];
    private long sum;

    /// <summary>Numbers that were added.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 without any.</summary>
    public double Mean => Count == 0 ? 0 : (double)sum / Count;

    /// <summary>The least of them; 0 without any.</summary>
    public int Least { get; private set; }

    /// <summary>The greatest of them; 0 without any.</summary>
    public int Most { get; private set; }

    /// <summary>Adds a number.</summary>
    /// <param name="value">0 or greater.</param>
    public void Add(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        counts[BucketOf(value)]++;
        Least = Count == 0 ? value : Math.Min(Least, value);
        Most = Math.Max(Most, value);
        sum += value;
        Count++;
    }

    /// <summary>The least number that at least a share of all don't exceed, or less by at most its 128th; 0 without any.</summary>
    /// <param name="share">From 0 to 1.</param>
    public int Quantile(double share)
    {
        double wanted = Math.Max(1, Math.Ceiling(share * Count));
        long seen = 0;
        foreach ((int bucket, long count) in counts.Index())
        {
            seen += count;
            if (seen >= wanted)
            {
                return Math.Max(Least, FirstOf(bucket));
            }
        }

        return 0;
    }

    /// <summary>How many numbers lie in each bin of a scale; a bucket that reaches over several is divided evenly.</summary>
    /// <param name="scale">The bins. What lies beyond the last one is counted there.</param>
    /// <returns>[bins].</returns>
    public IReadOnlyList<double> Spread(BinScale scale)
    {
        var bins = new double[scale.Count];
        foreach ((int bucket, long count) in counts.Index())
        {
            if (count > 0)
            {
                Divide(count, FirstOf(bucket), FirstOf(bucket + 1), scale, bins);
            }
        }

        return bins;
    }

    private static void Divide(long count, long first, long end, BinScale scale, double[] bins)
    {
        double part = (double)count / (end - first);
        for (long value = first; value < end; value++)
        {
            bins[scale.BinOf(value)] += part;
        }
    }

    private static int BucketOf(int value)
    {
        if (value < Exact)
        {
            return value;
        }

        int shift = BitOperations.Log2((uint)value) - FineBits;
        return Exact + ((shift - 1) * Fine) + (value >> shift) - Fine;
    }

    private static int FirstOf(int bucket)
    {
        if (bucket < Exact)
        {
            return bucket;
        }

        long first = (Fine + ((bucket - Exact) % Fine)) * (1L << (((bucket - Exact) / Fine) + 1));
        return (int)Math.Min(first, int.MaxValue);
    }
}
