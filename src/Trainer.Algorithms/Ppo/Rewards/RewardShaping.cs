using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>How rewards are spread over the tokens of an answer.</summary>
/// <param name="At">Where an answer's own reward is paid.</param>
/// <param name="Scale">Factor of all rewards, greater than 0.</param>
public sealed record ShapingRule(TerminalSlot At, double Scale);

/// <summary>Rewards of a rollout's tokens, without a graph, Float32 [batch, length].</summary>
/// <param name="Rewards">What advantages are estimated from: scale · (terminal reward − β · KL).</param>
/// <param name="KlPenalties">−β · KL alone, without the scale.</param>
public sealed record ShapedRewards(Tensor Rewards, Tensor KlPenalties);

/// <summary>Turns rewards of answers into rewards of tokens, which pay for their divergence from the reference one by one.</summary>
public static class RewardShaping
{
    /// <summary>r_t = −β · KL_t, plus the answer's reward at one slot.</summary>
    /// <param name="kl">Estimated divergence at each token, Float32 [batch, length]; nats.</param>
    /// <param name="terminal">Rewards of whole answers, Float32 [batch].</param>
    /// <param name="mask">1 where a slot holds a token of an answer, else 0, Float32 [batch, length]; each row has at least one.</param>
    /// <param name="coefficient">Price of a nat, β.</param>
    /// <param name="rule">Where the answer's reward goes, and the scale.</param>
    public static ShapedRewards Shape(Tensor kl, Tensor terminal, Tensor mask, double coefficient, ShapingRule rule)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        Tensor penalties = kl * mask * -coefficient;
        Tensor slots = Tensor.Arange(1, kl.Size(1) + 1, kl.Device).To(DType.Float32);
        Tensor last = (rule.At == TerminalSlot.LastSlot ? slots : slots * mask).Max(-1, keepDimension: true);
        Tensor rewards = penalties + (slots.Eq(last).To(kl.DType) * terminal.Unsqueeze(1));
        return new ShapedRewards(scope.Keep(rewards * rule.Scale), scope.Keep(penalties));
    }
}
