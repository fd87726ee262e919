namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>A question whether an object is in a picture: one line of a POPE file.</summary>
/// <param name="Id">Unique in its file.</param>
/// <param name="Image">Name of the picture's file.</param>
/// <param name="Text">Such as <c>Is there a dog in the image?</c></param>
/// <param name="IsPresent">The label: true for yes.</param>
public sealed record PopeQuestion(string Id, string Image, string Text, bool IsPresent);
