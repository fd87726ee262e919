using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Evaluations;

/// <summary>Another model's answers to the same questions.</summary>
/// <param name="Comparisons">What the paired comparison says of each metric.</param>
/// <param name="Asked">What these answers were given with; null where nobody kept it.</param>
internal sealed record Rival(IReadOnlyDictionary<string, Comparison> Comparisons, AnswerSettings? Asked);
