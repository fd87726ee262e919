using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>What the policy implicitly pays for the answers: arXiv:2305.18290, eq. 5, up to a term that pairs share.</summary>
/// <param name="Chosen">β · a, Float32 [pairs], without a graph.</param>
/// <param name="Rejected">β · d, Float32 [pairs], without a graph.</param>
public sealed record PairRewards(Tensor Chosen, Tensor Rejected)
{
    /// <summary>Chosen less rejected, Float32 [pairs].</summary>
    public Tensor Margins => Chosen - Rejected;

    /// <summary>1 where the chosen answer earns more, else 0; a tie is 0. Float32 [pairs].</summary>
    public Tensor Accuracies => Chosen.Gt(Rejected).To(DType.Float32);

    /// <summary>The rewards of a batch.</summary>
    /// <param name="pairs">Its log-probabilities.</param>
    /// <param name="beta">Strength of the pull towards the reference.</param>
    public static PairRewards Of(PairLogProbs pairs, double beta) =>
        new((beta * pairs.ChosenLogRatio).Detach(), (beta * pairs.RejectedLogRatio).Detach());
}
