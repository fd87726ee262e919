using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// DPO, −log σ(βh): arXiv:2305.18290, eq. 7. With label smoothing ε it is conservative DPO (Mitchell, 2023):
/// −(1 − ε) log σ(βh) − ε log σ(−βh), for labels that are wrong with probability ε.
/// </summary>
/// <param name="beta">Strength of the pull towards the reference.</param>
/// <param name="labelSmoothing">ε, from 0 to 0.5.</param>
public sealed class SigmoidLoss(double beta, double labelSmoothing = 0) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        Tensor logit = beta * pairs.Margin;
        return labelSmoothing == 0
            ? -logit.LogSigmoid()
            : -((1 - labelSmoothing) * logit.LogSigmoid()) - (labelSmoothing * (-logit).LogSigmoid());
    }
}
