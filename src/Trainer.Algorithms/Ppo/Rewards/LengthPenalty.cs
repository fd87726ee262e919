namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>A price for length: weight · tokens / most tokens · the record's factor.</summary>
/// <param name="weight">Reward of an answer of full length; negative, or long answers pay.</param>
public sealed class LengthPenalty(double weight) : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "length";

    /// <inheritdoc/>
    public double Score(FinishedAnswer answer) => weight * answer.Tokens / answer.MaxTokens * answer.LengthBonus;
}
