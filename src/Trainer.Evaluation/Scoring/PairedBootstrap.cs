using System.Numerics;

namespace Trainer.Evaluation.Scoring;

/// <summary>Compares a metric of two answerers on the same pictures: each draw takes the same pictures for both.</summary>
public static class PairedBootstrap
{
    /// <summary>Compares; the verdict is given where the interval of the difference leaves 0 out.</summary>
    /// <param name="baseline">Counts of each picture.</param>
    /// <param name="candidate">The other's counts of the same pictures, in the same order.</param>
    /// <param name="metric">A function of the counts; null where it has no value.</param>
    /// <param name="higherIsBetter">False for rates of hallucination.</param>
    /// <param name="options">Number of draws, confidence and seed.</param>
    public static Comparison Compare<TCounts>(
        IReadOnlyList<TCounts> baseline,
        IReadOnlyList<TCounts> candidate,
        Func<TCounts, double?> metric,
        bool higherIsBetter,
        BootstrapOptions options)
        where TCounts : IAdditionOperators<TCounts, TCounts, TCounts>, IAdditiveIdentity<TCounts, TCounts>
    {
        if (baseline.Count != candidate.Count)
        {
            throw new ArgumentException($"The baseline has {baseline.Count} pictures, the candidate {candidate.Count}. Compare equal pictures.");
        }

        double? Difference(int[] draw) => metric(Resampling.Total(candidate, draw)) - metric(Resampling.Total(baseline, draw));

        Interval? interval = baseline.Count < 2
            ? null
            : Resampling.Percentiles(Resampling.Draws(baseline.Count, options).Select(Difference), options.Confidence);
        return new Comparison(
            Comparison.VerdictOf(interval, higherIsBetter), Difference([.. Enumerable.Range(0, baseline.Count)]), interval, PValue: null, "paired_bootstrap");
    }
}
