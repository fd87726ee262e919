using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>DPO over means, −log σ(β(a / n_w − d / n_l)), which takes the length of answers out of the comparison.</summary>
/// <param name="beta">Strength of the pull towards the reference.</param>
public sealed class NormalizedSigmoidLoss(double beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs) => -(beta * pairs.PerToken().Margin).LogSigmoid();
}
