namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>Discourages answers that run on until they are cut off.</summary>
/// <param name="value">What such an answer gets; usually negative.</param>
/// <param name="isRelative">Whether it is added to the model's score; otherwise it replaces that score.</param>
public sealed class MissingEndPenalty(double value, bool isRelative) : IRewardTerm
{
    /// <inheritdoc/>
    public string Name => "missing_end";

    /// <inheritdoc/>
    public double Score(FinishedAnswer answer) =>
        answer.HasEnd ? 0 : isRelative ? value : value - answer.ModelReward;
}
