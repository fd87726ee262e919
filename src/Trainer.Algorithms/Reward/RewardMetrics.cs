using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Reward;

/// <summary>Figures about a batch of scored pairs, under the names of TRL's reward trainer.</summary>
internal static class RewardMetrics
{
    /// <summary>
    /// Healthy: <c>accuracy</c> grows from 0.5 and <c>margin</c> from 0, while <c>mean_reward</c> (LLaVA-RLHF's average_score) stays near 0.
    /// A tie counts as wrong: a judge who can't tell is not right.
    /// </summary>
    /// <param name="chosen">Rewards of the better answers, [pairs].</param>
    /// <param name="rejected">Rewards of the worse answers, [pairs].</param>
    /// <param name="betterIsSecond">
    /// Whether each pair's file lists the better answer second, [pairs]: their share, LLaVA-RLHF's <c>label_positive_rate</c>, should be near
    /// 0.5, or a judge could be right by place.
    /// </param>
    internal static Dictionary<string, MetricSum> Of(Tensor chosen, Tensor rejected, IReadOnlyList<bool> betterIsSecond)
    {
        (Tensor better, Tensor worse) = (chosen.Detach(), rejected.Detach());
        Tensor margin = better - worse;
        long pairs = margin.Count;
        return new Dictionary<string, MetricSum>
        {
            ["accuracy"] = new(margin.Gt(0).To(DType.Float32).Sum(), pairs),
            ["margin"] = new(margin.Sum(), pairs),
            ["mean_reward"] = new((better + worse).Sum(), 2 * pairs),
            ["label_positive_rate"] = new(Tensor.Scalar(betterIsSecond.Count(isSecond => isSecond), Placement.CpuFloat), betterIsSecond.Count),
            ["min_reward"] = new(Tensor.Minimum(better.Min(), worse.Min()), 1),
            ["max_reward"] = new(Tensor.Maximum(better.Max(), worse.Max()), 1),
            ["rewards/chosen"] = new(better.Sum(), pairs),
            ["rewards/rejected"] = new(worse.Sum(), pairs),
        };
    }
}
