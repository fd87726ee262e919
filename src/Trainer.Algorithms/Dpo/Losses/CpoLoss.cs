using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>CPO without its likelihood term, −log σ(β (log π(y_w) − log π(y_l))): arXiv:2401.08417, eq. 4. Needs no reference.</summary>
/// <param name="beta">Scale of the difference.</param>
public sealed class CpoLoss(double beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.None;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs) => -(beta * pairs.WithoutReference().Margin).LogSigmoid();
}
