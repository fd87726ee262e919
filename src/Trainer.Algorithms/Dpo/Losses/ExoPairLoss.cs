using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// EXO on pairs: arXiv:2402.00856, eq. 16. The reverse divergence from smoothed labels,
/// σ(βh) (log σ(βh) − log(1 − ε)) + σ(−βh) (log σ(−βh) − log ε).
/// </summary>
/// <param name="beta">Strength of the pull towards the reference.</param>
/// <param name="labelSmoothing">ε, greater than 0 and below 0.5.</param>
public sealed class ExoPairLoss(double beta, double labelSmoothing) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        Tensor logit = beta * pairs.Margin;
        return Divergence(logit, 1 - labelSmoothing) + Divergence(-logit, labelSmoothing);
    }

    private static Tensor Divergence(Tensor logit, double label) => logit.Sigmoid() * (logit.LogSigmoid() - Math.Log(label));
}
