using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>NCA on pairs, −log σ(βa) − ½ log σ(−βa) − ½ log σ(−βd): arXiv:2402.05369, eq. 12. Keeps the chosen answer's likelihood from falling.</summary>
/// <param name="beta">Scale of the rewards.</param>
public sealed class NcaPairLoss(double beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        Tensor chosen = beta * pairs.ChosenLogRatio;
        Tensor rejected = beta * pairs.RejectedLogRatio;
        return -chosen.LogSigmoid() - (0.5 * (-chosen).LogSigmoid()) - (0.5 * (-rejected).LogSigmoid());
    }
}
