namespace Trainer.Evaluation.Scoring;

/// <summary>Compares metrics of two answerers on the same pictures: each draw takes the same pictures for both.</summary>
/// <typeparam name="TCounts">Counts of one picture, which add up to those of the whole.</typeparam>
public sealed class PairedBootstrap<TCounts>
    where TCounts : ICounts<TCounts>
{
    private readonly double confidence;
    private readonly (TCounts Baseline, TCounts Candidate) whole;
    private readonly (TCounts Baseline, TCounts Candidate)[] totals;

    /// <summary>Draws once; any number of metrics are then compared by the same draws.</summary>
    /// <param name="baseline">Counts of each picture.</param>
    /// <param name="candidate">The other's counts of the same pictures, in the same order.</param>
    /// <param name="options">Number of draws, confidence and seed.</param>
    public PairedBootstrap(IReadOnlyList<TCounts> baseline, IReadOnlyList<TCounts> candidate, BootstrapOptions options)
    {
        if (baseline.Count != candidate.Count)
        {
            throw new ArgumentException($"The baseline has {baseline.Count} pictures, the candidate {candidate.Count}. Compare equal pictures.");
        }

        (TCounts, TCounts) Total(int[] draw) => (TCounts.Sum(baseline, draw), TCounts.Sum(candidate, draw));

        confidence = options.Confidence;
        whole = Total([.. Enumerable.Range(0, baseline.Count)]);
        totals = baseline.Count < 2 ? [] : [.. Resampling.Draws(baseline.Count, options).Select(Total)];
    }

    /// <summary>Compares by a metric; the verdict is given where the interval of the difference leaves 0 out.</summary>
    /// <param name="metric">A function of the counts; null where it has no value.</param>
    /// <param name="higherIsBetter">False for rates of hallucination.</param>
    public Comparison Compare(Func<TCounts, double?> metric, bool higherIsBetter)
    {
        double? Difference((TCounts Baseline, TCounts Candidate) pair) => metric(pair.Candidate) - metric(pair.Baseline);

        Interval? interval = Resampling.Percentiles(totals.Select(Difference), confidence);
        return new Comparison(Comparison.VerdictOf(interval, higherIsBetter), Difference(whole), interval, PValue: null, "paired_bootstrap");
    }
}
