namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>The reward model's score as it is.</summary>
public sealed class ModelReward : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "model";

    /// <inheritdoc/>
    public double Score(FinishedAnswer answer) => answer.ModelReward;
}
