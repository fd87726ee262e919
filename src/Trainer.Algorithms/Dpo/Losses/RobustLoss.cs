using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>Robust DPO, [−(1 − ε) log σ(βh) + ε log σ(−βh)] / (1 − 2ε): arXiv:2403.00409, eq. 12. Unbiased under labels swapped with probability ε.</summary>
/// <param name="beta">Strength of the pull towards the reference.</param>
/// <param name="labelSmoothing">ε, from 0 to below 0.5.</param>
public sealed class RobustLoss(double beta, double labelSmoothing) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        Tensor logit = beta * pairs.Margin;
        Tensor biased = (labelSmoothing * (-logit).LogSigmoid()) - ((1 - labelSmoothing) * logit.LogSigmoid());
        return biased / (1 - (2 * labelSmoothing));
    }
}
