namespace Trainer.Algorithms.Ppo.Kl;

/// <summary>A price that stays: LLaVA-RLHF's. It has no state, for the recipe holds it.</summary>
/// <param name="coefficient">β, at least 0.</param>
public sealed class FixedKl(double coefficient) : IKlController
{
    /// <inheritdoc/>
    public double Coefficient => coefficient;

    /// <inheritdoc/>
    public void Update(double measuredKl, int samples)
    {
    }

    /// <inheritdoc/>
    public string Save() => "";

    /// <inheritdoc/>
    public void Restore(string state)
    {
    }
}
