using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// KTO on pairs: arXiv:2402.01306, eq. 8, each answer judged against the divergence of the batch's answers of the other
/// kind. The two terms 1 − σ(β(a − K_l)) and 1 − σ(β(K_w − d)) are averaged, with K_w = max(0, mean a), K_l = max(0, mean d).
/// </summary>
/// <param name="beta">Steepness of the value function.</param>
/// <param name="detachKl">Whether gradients stay out of K, as in the paper.</param>
public sealed class KtoPairLoss(double beta, bool detachKl) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        Tensor chosen = pairs.ChosenLogRatio;
        Tensor rejected = pairs.RejectedLogRatio;

        // 1 − σ(x) = σ(−x)
        Tensor desirable = (beta * (Divergence(rejected) - chosen)).Sigmoid();
        Tensor undesirable = (beta * (rejected - Divergence(chosen))).Sigmoid();
        return (desirable + undesirable) / 2;
    }

    private Tensor Divergence(Tensor logRatio)
    {
        Tensor divergence = logRatio.Mean().Relu();
        return detachKl ? divergence.Detach() : divergence;
    }
}
