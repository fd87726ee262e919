namespace Trainer.Evaluation.Benchmarks;

/// <summary>One thing to ask a model about one picture.</summary>
/// <param name="Id">Unique in its benchmark.</param>
/// <param name="Image">Name of the picture's file, as the benchmark writes it.</param>
/// <param name="Prompt">The whole text of the user's turn.</param>
public sealed record Question(string Id, string Image, string Prompt);
