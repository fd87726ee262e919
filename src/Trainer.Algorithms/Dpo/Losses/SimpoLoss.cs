using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>SimPO, −log σ(β (log π(y_w) / n_w − log π(y_l) / n_l) − γ): arXiv:2405.14734, eq. 6. Needs no reference.</summary>
/// <param name="beta">Scale of the rewards; the paper has 2 to 2.5.</param>
/// <param name="gamma">Margin that the difference of rewards has to reach; the paper has about β / 2.</param>
public sealed class SimpoLoss(double beta, double gamma) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.None;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs) => -((beta * pairs.WithoutReference().PerToken().Margin) - gamma).LogSigmoid();
}
