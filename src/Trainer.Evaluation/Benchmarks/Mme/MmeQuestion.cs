namespace Trainer.Evaluation.Benchmarks.Mme;

/// <summary>A line of an MME file.</summary>
/// <param name="Subtask">Such as <c>existence</c>.</param>
/// <param name="Image">Name of the picture's file.</param>
/// <param name="Text">The question, which ends with its request for yes or no.</param>
/// <param name="IsYes">The truth.</param>
/// <param name="Answer">A model's answer; null in files of questions.</param>
public sealed record MmeQuestion(string Subtask, string Image, string Text, bool IsYes, string? Answer);
