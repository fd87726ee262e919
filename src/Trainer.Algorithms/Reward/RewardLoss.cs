using Trainer.Torch;

namespace Trainer.Algorithms.Reward;

/// <summary>The pairwise logistic loss of Bradley and Terry's model, with LLaVA-RLHF's centering term.</summary>
public static class RewardLoss
{
    /// <summary>Σ −log σ(r_w − r_l) + pairs · c · |mean(r_w + r_l)|. The loop divides by the pairs of the optimiser step.</summary>
    /// <remarks>The mean is over this micro-batch, as in the released code, so that the term depends on the micro-batch's size.</remarks>
    /// <param name="chosen">Rewards of the better answers, Float32 [pairs].</param>
    /// <param name="rejected">Rewards of the worse answers, Float32 [pairs].</param>
    /// <param name="centering">The coefficient c; released with 0.001.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Compute(Tensor chosen, Tensor rejected, double centering)
    {
        Tensor logistic = -(chosen - rejected).LogSigmoid().Sum();
        return logistic + ((chosen + rejected).Mean().Abs() * (centering * chosen.Count));
    }
}
