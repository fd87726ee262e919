using Trainer.Algorithms.Dpo.Losses;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Dpo;

/// <summary>Figures about a batch of pairs, under TRL's names.</summary>
internal static class PairMetrics
{
    /// <summary>
    /// Rewards are β times how much likelier an answer became. Healthy: <c>rewards/margins</c> grows from 0, <c>rewards/accuracies</c>
    /// from 0 towards 0.7 to 0.9, and <c>logps/chosen</c> falls little.
    /// </summary>
    /// <param name="pairs">The batch's log-probabilities.</param>
    /// <param name="beta">Strength of the pull towards the reference.</param>
    internal static Dictionary<string, MetricSum> Of(PairLogProbs pairs, double beta)
    {
        PairRewards rewards = PairRewards.Of(pairs, beta);
        Tensor chosen = pairs.PolicyChosen.Detach();
        var figures = new Dictionary<string, Tensor>
        {
            ["rewards/chosen"] = rewards.Chosen,
            ["rewards/rejected"] = rewards.Rejected,
            ["rewards/margins"] = rewards.Margins,
            ["rewards/accuracies"] = rewards.Accuracies,
            ["logps/chosen"] = chosen,
            ["logps/rejected"] = pairs.PolicyRejected.Detach(),
            ["nll_loss"] = -(chosen / pairs.ChosenLengths),
            ["lengths/chosen"] = pairs.ChosenLengths,
            ["lengths/rejected"] = pairs.RejectedLengths,
        };
        return figures.ToDictionary(figure => figure.Key, figure => new MetricSum(figure.Value.Sum(), figure.Value.Count));
    }
}
