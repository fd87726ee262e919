namespace Trainer.Evaluation.Benchmarks.ScienceQa;

/// <summary>A problem of ScienceQA.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Image">File of the picture as <c>id/image.png</c>; empty where it has none.</param>
/// <param name="Text">The question.</param>
/// <param name="Hint">Text that belongs to it; may be empty.</param>
/// <param name="Choices">What to choose from.</param>
/// <param name="Right">Index of the right choice.</param>
public sealed record ScienceQaQuestion(string Id, string Image, string Text, string Hint, IReadOnlyList<string> Choices, int Right)
{
    /// <summary><c>natural science</c>, <c>social science</c> or <c>language science</c>.</summary>
    public string Subject { get; init; } = "";

    /// <summary>School year from 1; 0 where it isn't given.</summary>
    public int Grade { get; init; }
}
