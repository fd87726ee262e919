using Trainer.Decoding.Explanations;

namespace Trainer.Cli.Explanations;

/// <summary>A token with its place in the answer's text.</summary>
/// <param name="Text">Its letters.</param>
/// <param name="Start">Index of the first one in the answer.</param>
/// <param name="Why">Why the model said it.</param>
internal sealed record ExplainedToken(string Text, int Start, TokenExplanation Why)
{
    /// <summary>Whether it is part of some letters of the answer.</summary>
    internal bool Touches(int start, int length) => Start < start + length && start < Start + Text.Length;
}
