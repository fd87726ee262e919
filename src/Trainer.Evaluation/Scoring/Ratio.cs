namespace Trainer.Evaluation.Scoring;

/// <summary>Shares whose whole may be empty.</summary>
internal static class Ratio
{
    /// <summary>The share; null, not 0 and not a failure, where there is nothing to share.</summary>
    internal static double? Of(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
