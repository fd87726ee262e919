namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>One summand of an answer's reward. To add one: a file that implements this, and a line in <see cref="RewardTerms"/>.</summary>
public interface IRewardTerm
{
    /// <summary>Its name in metrics, in snake_case.</summary>
    string Name { get; }

    /// <summary>What it adds.</summary>
    double Score(FinishedAnswer answer);
}
