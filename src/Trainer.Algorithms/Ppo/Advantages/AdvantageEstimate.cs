using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Advantages;

/// <summary>What each token of a rollout was worth, without a graph.</summary>
/// <param name="Advantages">By how much better than expected it went on after the token, Float32 [batch, length].</param>
/// <param name="Returns">What the values should have been, Float32 [batch, length]: advantages + values.</param>
public sealed record AdvantageEstimate(Tensor Advantages, Tensor Returns);
