using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>A question about a picture with its answer.</summary>
/// <param name="Text">The question.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Category">The object that a yes/no question asks about; null for other questions.</param>
public sealed record Question(string Text, string Answer, Category? Category = null);

/// <summary>Questions about one picture, asked one after the other.</summary>
/// <param name="Id">Unique in its file.</param>
/// <param name="Image">The picture's file; null where the text alone is asked about.</param>
/// <param name="Questions">In order.</param>
public sealed record Conversation(string Id, string? Image, IReadOnlyList<Question> Questions);
