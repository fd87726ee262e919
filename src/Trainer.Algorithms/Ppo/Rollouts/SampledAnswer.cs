namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>What the policy said.</summary>
/// <param name="Tokens">Its tokens, at least one, the end token included where it came.</param>
/// <param name="HasEnd">Whether the end token is among them.</param>
/// <param name="Text">Its words, without special tokens.</param>
public sealed record SampledAnswer(long[] Tokens, bool HasEnd, string Text);
