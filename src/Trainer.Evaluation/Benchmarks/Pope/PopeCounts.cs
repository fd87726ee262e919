using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Answers by what they say and what is true; yes is the positive class. A metric without a denominator is null.</summary>
/// <param name="TruePositives">Yes, and it is there.</param>
/// <param name="FalsePositives">Yes, but it is not there: a hallucination.</param>
/// <param name="TrueNegatives">No, and it is not there.</param>
/// <param name="FalseNegatives">No, but it is there.</param>
public readonly record struct PopeCounts(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
    : ICounts<PopeCounts>
{
    /// <summary>No answers.</summary>
    public static PopeCounts AdditiveIdentity => default;

    /// <summary>Answers counted.</summary>
    public long All => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>Answers that are right.</summary>
    public long Right => TruePositives + TrueNegatives;

    /// <summary>Answers that say yes.</summary>
    public long SaidYes => TruePositives + FalsePositives;

    /// <summary>Questions whose object is there.</summary>
    public long Present => TruePositives + FalseNegatives;

    /// <summary>Share of right answers.</summary>
    public double? Accuracy => Ratio.Of(Right, All);

    /// <summary>Share of the yes answers that are right.</summary>
    public double? Precision => Ratio.Of(TruePositives, SaidYes);

    /// <summary>Share of the present objects that are confirmed.</summary>
    public double? Recall => Ratio.Of(TruePositives, Present);

    /// <summary>Harmonic mean of precision and recall, written so that it is 0 where nothing was found.</summary>
    public double? F1 => Ratio.Of(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>Share of answers that say yes; balanced questions call for one half.</summary>
    public double? YesRatio => Ratio.Of(SaidYes, All);

    /// <summary>Intervals by metric: Wilson's for shares of answers; null without a denominator.</summary>
    /// <param name="f1">The interval of F1, which is no share and has to be drawn over pictures; null: there is none.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    internal IReadOnlyDictionary<string, Interval?> Intervals(Interval? f1, double confidence = 0.95)
    {
        Interval? Share(long part, long whole) => whole == 0 ? null : WilsonInterval.Compute(part, whole, confidence);
        return new Dictionary<string, Interval?>
        {
            ["accuracy"] = Share(Right, All),
            ["precision"] = Share(TruePositives, SaidYes),
            ["recall"] = Share(TruePositives, Present),
            ["f1"] = f1,
            ["yes_ratio"] = Share(SaidYes, All),
        };
    }

    /// <summary>Counts of both.</summary>
    public static PopeCounts operator +(PopeCounts left, PopeCounts right) => new(
        left.TruePositives + right.TruePositives,
        left.FalsePositives + right.FalsePositives,
        left.TrueNegatives + right.TrueNegatives,
        left.FalseNegatives + right.FalseNegatives);

    /// <summary>Counts of one answer.</summary>
    public static PopeCounts Of(bool saysYes, bool isPresent) => (saysYes, isPresent) switch
    {
        (true, true) => new PopeCounts(1, 0, 0, 0),
        (true, false) => new PopeCounts(0, 1, 0, 0),
        (false, false) => new PopeCounts(0, 0, 1, 0),
        (false, true) => new PopeCounts(0, 0, 0, 1),
    };
}
