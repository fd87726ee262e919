namespace Trainer.Scenes.World;

/// <summary>A place, and the five categories that belong there.</summary>
/// <param name="Name">As captions call it.</param>
/// <param name="Phrase">With its preposition.</param>
/// <param name="Categories">What is found there.</param>
public sealed record Context(string Name, string Phrase, IReadOnlyList<Category> Categories);
