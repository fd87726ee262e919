using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>APO-down, σ(βa) + 1 − σ(βh): arXiv:2408.06266. For chosen answers that are worse than what the model says.</summary>
/// <param name="beta">Scale of the rewards.</param>
public sealed class ApoDownLoss(double beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs) => (beta * pairs.ChosenLogRatio).Sigmoid() + 1 - (beta * pairs.Margin).Sigmoid();
}
