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
        return PopeResult.Of(Split, splits.Max(split => split.Images), splits[0].AnswerParser, total, total.Intervals(f1: null));
    }
}
