using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Ppo.Losses;

/// <summary>PPO's clipped surrogate objective: arXiv:1707.06347, eq. 7.</summary>
public static class PolicyLoss
{
    /// <summary>
    /// Σ max(−A·r, −A·clip(r, 1 − ε, 1 + ε)) over tokens of answers, with r = exp(log π − log π_old). LLaVA-RLHF counts padding in.
    /// </summary>
    /// <param name="logProbs">Under the policy that learns, with its graph, Float32 [tokens].</param>
    /// <param name="oldLogProbs">Under the policy that wrote the answers, Float32 [tokens].</param>
    /// <param name="advantages">Whitened, Float32 [tokens].</param>
    /// <param name="clip">ε, greater than 0: how far a token's probability may move before its gradient ends.</param>
    /// <returns>The sum, its number of tokens, and figures under LLaVA-RLHF's names.</returns>
    public static LossReport Compute(Tensor logProbs, Tensor oldLogProbs, Tensor advantages, double clip)
    {
        Tensor change = logProbs - oldLogProbs;
        Tensor ratio = change.Exp();
        Tensor unclipped = -(advantages * ratio);
        Tensor clipped = -(advantages * ratio.Clamp(1 - clip, 1 + clip));
        Tensor loss = Tensor.Maximum(unclipped, clipped).Sum();

        long tokens = logProbs.Count;
        Tensor isClipped = clipped.Gt(unclipped).To(DType.Float32);
        return new LossReport(loss, tokens, new Dictionary<string, MetricSum>
        {
            ["ppo/loss/policy"] = new(loss.Detach(), tokens),
            ["ppo/policy/approxkl"] = new(change.Detach().Pow(2).Sum() * 0.5, tokens),
            ["ppo/policy/clipfrac"] = new(isClipped.Sum(), tokens),
        });
    }
}
