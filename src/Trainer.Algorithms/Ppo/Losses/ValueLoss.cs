using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Ppo.Losses;

/// <summary>Squared error of the values, whose movement is limited as the policy's is (OpenAI Baselines' rule, which LLaVA-RLHF keeps).</summary>
public static class ValueLoss
{
    /// <summary>½ Σ max((v − R)², (clip(v, v_old − ε, v_old + ε) − R)²) over the mask. The caller multiplies by its coefficient.</summary>
    /// <param name="values">Under the model that learns, with its graph, Float32 [batch, length].</param>
    /// <param name="oldValues">When the answers were written, Float32 [batch, length].</param>
    /// <param name="returns">What they should have been, Float32 [batch, length].</param>
    /// <param name="mask">1 where a slot holds a token of an answer, else 0, Float32 [batch, length].</param>
    /// <param name="clip">ε, greater than 0, in the rewards' own unit.</param>
    /// <returns>The sum, its number of tokens, and figures under LLaVA-RLHF's names.</returns>
    public static LossReport Compute(Tensor values, Tensor oldValues, Tensor returns, Tensor mask, double clip)
    {
        Tensor clippedValues = oldValues + (values - oldValues).Clamp(-clip, clip);
        Tensor unclipped = (values - returns).Pow(2);
        Tensor clipped = (clippedValues - returns).Pow(2);
        Tensor loss = (Tensor.Maximum(unclipped, clipped) * mask).Sum() * 0.5;

        double tokens = mask.Sum().Item();
        Tensor isClipped = clipped.Gt(unclipped).To(DType.Float32);
        return new LossReport(loss, tokens, new Dictionary<string, MetricSum>
        {
            ["ppo/loss/value"] = new(loss.Detach(), tokens),
            ["ppo/val/vpred"] = Mean(values.Detach(), mask, tokens),
            ["ppo/val/error"] = Mean(unclipped.Detach(), mask, tokens),
            ["ppo/val/clipfrac"] = Mean(isClipped, mask, tokens),
            ["ppo/val/mean"] = Mean(oldValues, mask, tokens),
            ["ppo/val/var"] = Variance(oldValues, mask, tokens),
            ["ppo/returns/mean"] = Mean(returns, mask, tokens),
            ["ppo/returns/var"] = Variance(returns, mask, tokens),
        });
    }

    private static MetricSum Mean(Tensor values, Tensor mask, double tokens) => new((values * mask).Sum(), tokens);

    /// <summary>The micro-batch's own variance (divided by N), weighted by its tokens.</summary>
    private static MetricSum Variance(Tensor values, Tensor mask, double tokens)
    {
        Tensor mean = (values * mask).Sum() / tokens;
        return Mean((values - mean).Pow(2), mask, tokens);
    }
}
