using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>IPO, (h − 1 / (2τ))²: arXiv:2310.12036, eq. 17. Unlike DPO, it has a finite margin as its goal.</summary>
/// <param name="beta">τ.</param>
/// <param name="normalization">Whether h compares means over tokens or whole answers.</param>
public sealed class IpoLoss(double beta, IpoNormalization normalization) : IPreferenceLoss
{
    /// <inheritdoc/>
    public PairInputs Needs => PairInputs.Reference;

    /// <inheritdoc/>
    public Tensor Compute(PairLogProbs pairs)
    {
        PairLogProbs compared = normalization == IpoNormalization.Mean ? pairs.PerToken() : pairs;
        return (compared.Margin - (1 / (2 * beta))).Pow(2);
    }
}
