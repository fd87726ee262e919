using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// BCO on pairs, −log σ(βa) − log σ(−βd): arXiv:2404.04656, eq. 9, with a reward shift of 0 as in present TRL and MPO,
/// so that the loss depends on nothing but its batch.
/// </summary>
/// <param name="beta">Scale of the rewards.</param>
public sealed class BcoPairLoss(double beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs) =>
        -(beta * pairs.ChosenLogRatio).LogSigmoid() - (-beta * pairs.RejectedLogRatio).LogSigmoid();
}
