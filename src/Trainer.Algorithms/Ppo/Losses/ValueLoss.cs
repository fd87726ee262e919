using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Ppo.Losses;

/// <summary>Squared error of the values, whose movement is limited as the policy's is (OpenAI Baselines' rule, which LLaVA-RLHF keeps).</summary>
public static class ValueLoss
{
    /// <summary>½ Σ max((v − R)², (clip(v, v_old − ε, v_old + ε) − R)²) over tokens of answers. The caller multiplies by its coefficient.</summary>
    /// <param name="values">Under the model that learns, with its graph, Float32 [tokens].</param>
    /// <param name="oldValues">When the answers were written, Float32 [tokens].</param>
    /// <param name="returns">What they should have been, Float32 [tokens].</param>
    /// <param name="clip">ε, greater than 0, in the rewards' own unit.</param>
    /// <returns>The sum, its number of tokens, and figures under LLaVA-RLHF's names.</returns>
    public static LossReport Compute(Tensor values, Tensor oldValues, Tensor returns, double clip)
    {
        Tensor clippedValues = oldValues + (values - oldValues).Clamp(-clip, clip);
        Tensor unclipped = (values - returns).Pow(2);
        Tensor clipped = (clippedValues - returns).Pow(2);
        Tensor loss = Tensor.Maximum(unclipped, clipped).Sum() * 0.5;

        Tensor isClipped = clipped.Gt(unclipped).To(DType.Float32);
        return new LossReport(loss, values.Count, new Dictionary<string, MetricSum>
        {
            ["ppo/loss/value"] = new(loss.Detach(), values.Count),
            ["ppo/val/vpred"] = Mean(values.Detach()),
            ["ppo/val/error"] = Mean(unclipped.Detach()),
            ["ppo/val/clipfrac"] = Mean(isClipped),
            ["ppo/val/mean"] = Mean(oldValues),
            ["ppo/val/var"] = Variance(oldValues),
            ["ppo/returns/mean"] = Mean(returns),
            ["ppo/returns/var"] = Variance(returns),
        });
    }

    private static MetricSum Mean(Tensor values) => new(values.Sum(), values.Count);

    /// <summary>The micro-batch's own variance (divided by N), weighted by its tokens.</summary>
    private static MetricSum Variance(Tensor values) => Mean((values - values.Mean()).Pow(2));
}
