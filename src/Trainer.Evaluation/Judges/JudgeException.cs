namespace Trainer.Evaluation.Judges;

/// <summary>A judge can't be reached, refuses, or gives no verdict. Verdicts that it gave are kept, so that the next run asks only for the rest.</summary>
/// <param name="message">What happened, where, and what to do.</param>
public sealed class JudgeException(string message) : Exception(message);
