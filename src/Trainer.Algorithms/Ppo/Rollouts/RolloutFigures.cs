namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Figures about a rollout, under the names of LLaVA-RLHF's trainer; each reward term alone as <c>rewards/TERM</c>.</summary>
internal static class RolloutFigures
{
    /// <summary>Means over the answers of this process.</summary>
    internal static Dictionary<string, double> Of(RolloutView view, RolloutScores scores, TokenValuation valuation, double price)
    {
        double answers = view.Answers.Count;
        double divergence = valuation.Kl.Sum().Item();
        double reward = view.Rewards.Average(sum => sum.Total);
        double penalties = valuation.Shaped.KlPenalties.Sum().Item() / answers;
        var figures = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["objective/kl_coef"] = price,
            ["objective/kl_sum_seq"] = divergence / answers,
            ["objective/kl_avg_seq"] = divergence / view.Answers.Sum(answer => answer.Tokens),
            ["objective/non_score_rewards"] = penalties,
            ["objective/rewards"] = reward,
            ["objective/shaped_rewards"] = penalties + reward,
            ["objective/entropies"] = scores.Entropies.Average(),
            ["objective/ref_entropies"] = scores.ReferenceEntropies.Average(),
            ["rollout/tokens"] = view.Answers.Average(answer => answer.Tokens),
            ["rollout/ended"] = view.Answers.Average(answer => answer.HasEnd ? 1.0 : 0.0),
        };
        foreach (string term in view.Rewards[0].Terms.Keys)
        {
            figures[$"rewards/{term}"] = view.Rewards.Average(sum => sum.Terms[term]);
        }

        return figures;
    }
}
