using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>A weighted sum of losses, such as MPO's (arXiv:2411.10442, eq. 2).</summary>
/// <param name="terms">At least one.</param>
public sealed class WeightedLoss(IReadOnlyList<WeightedTerm> terms) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => terms.Aggregate(PairInputs.None, (needs, term) => needs | term.Loss.Needs);

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs) =>
        terms.Select(term => term.Weight * term.Loss.Compute(pairs)).Aggregate((sum, term) => sum + term);
}

/// <summary>One loss of a sum.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Weight">Its factor.</param>
public sealed record WeightedTerm(IPreferenceLoss Loss, double Weight);
