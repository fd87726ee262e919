using System.Globalization;
using Trainer.Modeling.Weights;
using Trainer.Training;

namespace Trainer.Algorithms.Ppo.Kl;

/// <summary>A price that rises while the divergence is above its target and falls below it: Ziegler et al., arXiv:1909.08593, section 2.2.</summary>
/// <param name="initial">β at the start, greater than 0.</param>
/// <param name="target">Wanted divergence of an answer, nats, greater than 0.</param>
/// <param name="horizon">Answers over which the price follows, greater than 0; the paper's K_β is a rollout's answers / horizon.</param>
public sealed class AdaptiveKl(double initial, double target, int horizon) : IKlController
{
    // The paper's limit: one odd rollout can't throw the price far.
    private const double LargestError = 0.2;

    /// <inheritdoc/>
    public double Coefficient { get; private set; } = initial;

    /// <summary>e = clip(KL / target − 1, ±0.2) and β ← β · (1 + e · samples / horizon).</summary>
    /// <inheritdoc/>
    /// <exception cref="DivergedException">The divergence is not a finite number.</exception>
    public void Update(double measuredKl, int samples)
    {
        if (!double.IsFinite(measuredKl))
        {
            throw new DivergedException($"The rollout's divergence from the reference is {measuredKl}. Lower the learning rate or raise the KL coefficient.");
        }

        // More answers than the horizon would take a whole e at most: the price stays positive.
        double error = Math.Clamp((measuredKl / target) - 1, -LargestError, LargestError);
        Coefficient *= 1 + (error * Math.Min(1, (double)samples / horizon));
    }

    /// <inheritdoc/>
    public string Save() => Coefficient.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Restore(string state)
    {
        bool isNumber = double.TryParse(state, NumberStyles.Float, CultureInfo.InvariantCulture, out double coefficient);
        Coefficient = isNumber && double.IsFinite(coefficient) && coefficient > 0
            ? coefficient
            : throw new CheckpointException($"The KL coefficient of a checkpoint must be a number above 0, but is '{state}'. Resume from another checkpoint.");
    }
}
