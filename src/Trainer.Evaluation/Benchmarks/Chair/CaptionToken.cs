namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>A word or a sign of a caption.</summary>
/// <param name="Text">In lower case.</param>
/// <param name="Start">First character in the caption.</param>
/// <param name="Length">Characters.</param>
internal readonly record struct CaptionToken(string Text, int Start, int Length)
{
    /// <summary>The character after the last.</summary>
    internal int End => Start + Length;
}
