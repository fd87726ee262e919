namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>A constant, which centres the rewards.</summary>
/// <param name="value">What every answer gets.</param>
public sealed class RewardBias(double value) : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "bias";

    /// <inheritdoc/>
    public double Score(FinishedAnswer answer) => value;
}
