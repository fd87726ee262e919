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
public sealed record Comparison(Verdict Verdict, double? Difference, Interval? Ci95, double? PValue, string Test);
