namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Figures about a rollout, under the names of LLaVA-RLHF's trainer; each reward term alone as <c>rewards/TERM</c>.</summary>
internal static class RolloutFigures
{
    /// <summary>Means over the answers of this process.</summary>
    internal static Dictionary<string, double> Of(RolloutView view, RolloutScores scores, TokenValuation valuation, double price)
    {
        double answers = view.Answers.Count;
        double penalties = valuation.Shaped.KlPenalties.Sum().Item() / answers;
        var figures = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["objective/kl_coef"] = price,
            ["objective/kl_sum_seq"] = valuation.Kl.Sum().Item() / answers,
            ["objective/kl_avg_seq"] = valuation.Kl.Sum().Item() / view.Answers.Sum(answer => answer.Tokens),
            ["objective/non_score_rewards"] = penalties,
            ["objective/rewards"] = view.Rewards.Average(reward => reward.Total),
            ["objective/shaped_rewards"] = penalties + view.Rewards.Average(reward => reward.Total),
            ["objective/entropies"] = scores.Entropies.Average(),
            ["objective/ref_entropies"] = scores.ReferenceEntropies.Average(),
            ["rollout/tokens"] = view.Answers.Average(answer => answer.Tokens),
            ["rollout/ended"] = view.Answers.Average(answer => answer.HasEnd ? 1.0 : 0.0),
        };
        foreach (string term in view.Rewards[0].Terms.Keys)
        {
            figures[$"rewards/{term}"] = view.Rewards.Average(reward => reward.Terms[term]);
        }

        return figures;
    }
}
