using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Advantages;

/// <summary>Generalised advantage estimation: arXiv:1506.02438; in PPO's notation arXiv:1707.06347, eq. 11 and 12.</summary>
public static class GeneralizedAdvantage
{
    /// <summary>
    /// Goes backwards through each row: δ_t = r_t + γ·V_{t+1} − V_t and A_t = δ_t + γλ·A_{t+1}, with V = A = 0 beyond the last slot.
    /// </summary>
    /// <remarks>
    /// Slots after an answer's end must hold zeros in both tensors: the caller masks values first. They then have no advantage, and the
    /// last real token sees no value behind it, as if its row ended there.
    /// </remarks>
    /// <param name="rewards">Reward of each token, Float32 [batch, length], length at least 1.</param>
    /// <param name="values">Expected return before each token, Float32 [batch, length].</param>
    /// <param name="discount">γ, in [0, 1].</param>
    /// <param name="lambda">λ, in [0, 1]: 1 trusts the rewards that came, 0 the next value.</param>
    public static AdvantageEstimate Estimate(Tensor rewards, Tensor values, double discount, double lambda)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        int length = (int)rewards.Size(1);
        Tensor nextValues = Tensor.Cat(1, values.Narrow(1, 1, length - 1), values.Narrow(1, 0, 1).ZerosLike());
        Tensor errors = rewards + (nextValues * discount) - values;

        var columns = new Tensor[length];
        columns[^1] = errors.Select(1, length - 1);
        for (int slot = length - 2; slot >= 0; slot--)
        {
            columns[slot] = errors.Select(1, slot) + (columns[slot + 1] * (discount * lambda));
        }

        Tensor advantages = Tensor.Stack(1, columns);
        return new AdvantageEstimate(scope.Keep(advantages), scope.Keep(advantages + values));
    }
}
