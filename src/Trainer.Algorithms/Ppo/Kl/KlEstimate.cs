namespace Trainer.Algorithms.Ppo.Kl;

/// <summary>
/// How a token's share of KL(π ‖ π_ref) is estimated from its two log-probabilities; d = log π − log π_ref. The names are those of
/// Schulman's note "Approximating KL divergence".
/// </summary>
public enum KlEstimate
{
    /// <summary>d: unbiased, of either sign. As a reward, its expectation is the divergence itself.</summary>
    K1,

    /// <summary>max(d, 0), as LLaVA-RLHF's released code does: never negative, so that mere noise between the models counts as divergence.</summary>
    K1Clamped,

    /// <summary>½d²: never negative, biased, little variance.</summary>
    K2,

    /// <summary>e^−d − 1 + d: never negative and unbiased, but grows without bound where the reference prefers the token.</summary>
    K3,
}
