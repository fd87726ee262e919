using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// V-DPO: arXiv:2411.02712, eq. 8. DPO whose policy is guided by what the picture adds:
/// γ log π(y | v, x) − (γ − 1) log π(y | ∅, x). The reference stays as it is.
/// </summary>
/// <param name="beta">Strength of the pull towards the reference.</param>
/// <param name="gamma">γ; 1 is DPO.</param>
public sealed class VdpoLoss(double beta, double gamma) : IPreferenceLoss
{
    private readonly SigmoidLoss guided = new(beta);

    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference | PairInputs.Unconditional;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        UnconditionalLogProbs blind = pairs.Unconditional ?? throw new ArgumentException("V-DPO needs log-probabilities without a picture.", nameof(pairs));
        return guided.Compute(pairs with
        {
            PolicyChosen = Guide(pairs.PolicyChosen, blind.Chosen, gamma),
            PolicyRejected = Guide(pairs.PolicyRejected, blind.Rejected, gamma),
        });
    }

    /// <summary>γ · seeing − (γ − 1) · blind, for log-probabilities or logits of any shape.</summary>
    /// <param name="seeing">With the picture.</param>
    /// <param name="blind">Without it.</param>
    /// <param name="gamma">γ.</param>
    public static Tensor Guide(Tensor seeing, Tensor blind, double gamma) => (gamma * seeing) - ((gamma - 1) * blind);
}
