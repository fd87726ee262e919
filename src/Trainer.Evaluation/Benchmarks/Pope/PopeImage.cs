namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>A picture to ask about.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Objects">Distinct names of what it shows, in the order of the annotations.</param>
public sealed record PopeImage(string Name, IReadOnlyList<string> Objects);
