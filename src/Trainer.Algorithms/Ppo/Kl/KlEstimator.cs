using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Kl;

/// <summary>Estimates of the divergence from the reference, token by token.</summary>
public static class KlEstimator
{
    /// <summary>The estimate at each token that the policy itself drew.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="logProbs">Under the policy that drew the tokens, of any shape; nats.</param>
    /// <param name="referenceLogProbs">The same under the reference.</param>
    /// <returns>Nats, of the same shape.</returns>
    public static Tensor PerToken(KlEstimate kind, Tensor logProbs, Tensor referenceLogProbs)
    {
        Tensor difference = logProbs - referenceLogProbs;
        return kind switch
        {
            KlEstimate.K1Clamped => difference.Relu(),
            KlEstimate.K2 => difference.Pow(2) * 0.5,
            KlEstimate.K3 => (-difference).Exp() - 1 + difference,
            _ => difference,
        };
    }
}
