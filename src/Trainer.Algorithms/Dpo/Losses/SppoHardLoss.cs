using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>SPPO with hard labels, (a − 1 / (2β))² + (d + 1 / (2β))²: arXiv:2405.00675, eq. 4.9.</summary>
/// <param name="beta">Reciprocal of the paper's η.</param>
public sealed class SppoHardLoss(double beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        double goal = 1 / (2 * beta);
        return (pairs.ChosenLogRatio - goal).Pow(2) + (pairs.RejectedLogRatio + goal).Pow(2);
    }
}
