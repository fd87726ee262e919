namespace Trainer.Evaluation.Scoring;

/// <summary>What a paired comparison says of a candidate against its baseline.</summary>
public enum Verdict
{
    /// <summary>The data don't tell them apart.</summary>
    CannotTell,

    /// <summary>The candidate is better.</summary>
    Better,

    /// <summary>The candidate is worse.</summary>
    Worse,
}

/// <summary>A candidate against its baseline on the same questions.</summary>
/// <param name="Verdict">In words.</param>
/// <param name="Difference">Candidate minus baseline, in the metric's unit; null where one of them has no value.</param>
/// <param name="Ci95">Interval of the difference; null where the test gives none.</param>
/// <param name="PValue">Two-sided; null where the test gives none.</param>
/// <param name="Test">Name of the test.</param>
public sealed record Comparison(Verdict Verdict, double? Difference, Interval? Ci95, double? PValue, string Test)
{
    /// <summary>The verdict that an interval of the difference allows: none where it holds 0.</summary>
    internal static Verdict VerdictOf(Interval? interval, bool higherIsBetter) => interval switch
    {
        { Low: > 0 } => higherIsBetter ? Verdict.Better : Verdict.Worse,
        { High: < 0 } => higherIsBetter ? Verdict.Worse : Verdict.Better,
        _ => Verdict.CannotTell,
    };
}
