namespace Trainer.Evaluation.Scoring;

/// <summary>Compares a score of two variants that were trained under the same seeds: each seed's difference is one value.</summary>
public static class PairedStudent
{
    /// <summary>Compares; the verdict is given where Student's interval of the mean difference leaves 0 out.</summary>
    /// <param name="baseline">The score under each seed.</param>
    /// <param name="candidate">The other's under the same seeds, in the same order.</param>
    /// <param name="higherIsBetter">False for rates of hallucination.</param>
    public static Comparison Compare(IReadOnlyList<double> baseline, IReadOnlyList<double> candidate, bool higherIsBetter)
    {
        if (baseline.Count != candidate.Count)
        {
            throw new ArgumentException($"The baseline has {baseline.Count} seeds, the candidate {candidate.Count}. Compare equal seeds.");
        }

        double[] differences = [.. candidate.Zip(baseline, (one, other) => one - other)];
        Interval? interval = StudentInterval.Compute(differences);
        double? mean = differences.Length == 0 ? null : differences.Average();
        return new Comparison(Comparison.VerdictOf(interval, higherIsBetter), mean, interval, PValue: null, "paired_t");
    }
}
