using Trainer.Torch;

namespace Trainer.Algorithms.Sft;

/// <summary>Negative log-likelihood of answers, averaged over their tokens: arXiv:2304.08485, eq. 3.</summary>
public static class SftLoss
{
    /// <summary>−Σ w · log p over labels. The loop divides by Σ w of the whole optimiser step, which makes it the mean.</summary>
    /// <param name="logProbs">Log-probability of each label, Float32 [labels].</param>
    /// <param name="weights">Factor of each label, Float32 [labels].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Compute(Tensor logProbs, Tensor weights) => -(logProbs * weights).Sum();
}
