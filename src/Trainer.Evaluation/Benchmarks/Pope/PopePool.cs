using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>POPE's splits taken together.</summary>
public static class PopePool
{
    /// <summary>Name of the sum among splits.</summary>
    public const string Split = "all";

    /// <summary>
    /// Scores of all answers of several splits. The splits ask about the same pictures, so no interval is given for F1, which would
    /// have to be drawn over pictures.
    /// </summary>
    /// <param name="splits">At least one.</param>
    public static PopeResult Sum(IReadOnlyList<PopeResult> splits)
    {
        PopeCounts total = splits.Aggregate(PopeCounts.AdditiveIdentity, (sum, split) => sum + new PopeCounts(split.Tp, split.Fp, split.Tn, split.Fn));
        return splits[0] with
        {
            Split = Split,
            N = splits.Sum(split => split.N),
            Images = splits.Max(split => split.Images),
            Accuracy = total.Accuracy,
            Precision = total.Precision,
            Recall = total.Recall,
            F1 = total.F1,
            YesRatio = total.YesRatio,
            Tp = total.TruePositives,
            Fp = total.FalsePositives,
            Tn = total.TrueNegatives,
            Fn = total.FalseNegatives,
            Ci95 = new Dictionary<string, Interval?>
            {
                ["accuracy"] = Share(total.Right, total.All),
                ["precision"] = Share(total.TruePositives, total.SaidYes),
                ["recall"] = Share(total.TruePositives, total.Present),
                ["f1"] = null,
                ["yes_ratio"] = Share(total.SaidYes, total.All),
            },
        };
    }

    private static Interval? Share(long part, long whole) => whole == 0 ? null : WilsonInterval.Compute(part, whole);
}
