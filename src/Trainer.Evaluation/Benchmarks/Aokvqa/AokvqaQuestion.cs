namespace Trainer.Evaluation.Benchmarks.Aokvqa;

/// <summary>A question with choices about a picture.</summary>
/// <param name="Id">Unique in its file.</param>
/// <param name="ImageId">COCO's number of the picture.</param>
/// <param name="Text">The question.</param>
/// <param name="Choices">What to choose from, at least two.</param>
/// <param name="Right">Index of the right choice.</param>
public sealed record AokvqaQuestion(string Id, long ImageId, string Text, IReadOnlyList<string> Choices, int Right);
