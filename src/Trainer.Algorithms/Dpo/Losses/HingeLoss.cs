using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>Hinge, max(0, 1 − βh): arXiv:2305.10425 (SLiC) with the normalisation of arXiv:2309.06657 (RSO).</summary>
/// <param name="beta">Reciprocal of the margin that h has to reach.</param>
public sealed class HingeLoss(double beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs) => (1 - (beta * pairs.Margin)).Relu();
}
