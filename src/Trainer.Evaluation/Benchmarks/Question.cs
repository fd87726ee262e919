namespace Trainer.Evaluation.Benchmarks;

/// <summary>One thing to ask a model about one picture.</summary>
/// <param name="Id">Unique in its benchmark.</param>
/// <param name="Image">Name of the picture's file, as the benchmark writes it; empty for a question without one.</param>
/// <param name="Prompt">The whole text of the user's turn.</param>
public sealed record Question(string Id, string Image, string Prompt)
{
    /// <summary>How many options A, B, … there are to choose from; 0 where the answer is free.</summary>
    public int Options { get; init; }
}
