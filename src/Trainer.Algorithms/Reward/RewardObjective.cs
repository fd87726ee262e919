using Trainer.Algorithms.Common.Rewards;
using Trainer.Data.Rewards;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Reward;

/// <summary>Teaches a model to score the better answers of pairs higher.</summary>
/// <param name="scorer">The model with its head.</param>
/// <param name="centering">Weight of the centering term.</param>
public sealed class RewardObjective(RewardScorer scorer, double centering) : IObjective<RewardBatch>
{
    /// <inheritdoc/>
    public LossReport Compute(RewardBatch batch)
    {
        Tensor rewards = scorer.Score(batch);
        (Tensor chosen, Tensor rejected) = (rewards.Select(0, 0), rewards.Select(0, 1));
        return new LossReport(RewardLoss.Compute(chosen, rejected, centering), batch.Samples, RewardMetrics.Of(chosen, rejected, batch.BetterIsSecond));
    }
}
