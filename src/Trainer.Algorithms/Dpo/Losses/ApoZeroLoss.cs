using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>APO-zero, 1 − σ(βa) + σ(βd): arXiv:2408.06266. For chosen answers that are better than what the model says.</summary>
/// <param name="beta">Scale of the rewards.</param>
public sealed class ApoZeroLoss(double beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs) => 1 - (beta * pairs.ChosenLogRatio).Sigmoid() + (beta * pairs.RejectedLogRatio).Sigmoid();
}
