namespace Trainer.Evaluation.Scoring;

/// <summary>A figure that is computed from counts.</summary>
/// <typeparam name="TCounts">Counts that add up over pictures.</typeparam>
/// <param name="Name">Its name in result files.</param>
/// <param name="Value">Computes it; null where it has no value.</param>
/// <param name="HigherIsBetter">Null where neither more nor less is better in itself.</param>
public sealed record Metric<TCounts>(string Name, Func<TCounts, double?> Value, bool? HigherIsBetter);
