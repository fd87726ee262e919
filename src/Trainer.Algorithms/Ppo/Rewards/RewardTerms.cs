namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>An answer's reward: the sum of its terms.</summary>
/// <param name="terms">The summands, each name once.</param>
public sealed class RewardTerms(IReadOnlyList<IRewardTerm> terms)
{
    /// <summary>The terms that options ask for; those of weight 0 are left out. To add one: a line here.</summary>
    /// <param name="options">Valid options.</param>
    public static RewardTerms Of(PpoRewardOptions options)
    {
        (bool IsUsed, IRewardTerm Term)[] all =
        [
            (true, new ModelReward()),
            (options.PenalizeMissingEnd, new MissingEndPenalty(options.MissingEndReward, options.MissingEndIsRelative)),
            (options.LengthWeight != 0, new LengthPenalty(options.LengthWeight)),
            (options.CorrectnessWeight != 0, new CorrectnessBonus(options.CorrectnessWeight, options.CorrectnessRule)),
            (options.RewardBias != 0, new RewardBias(options.RewardBias)),
        ];
        return new RewardTerms([.. all.Where(item => item.IsUsed).Select(item => item.Term)]);
    }

    /// <summary>What an answer gets, in all and from each term.</summary>
    public RewardSum Score(FinishedAnswer answer)
    {
        var scores = terms.ToDictionary(term => term.Name, term => term.Score(answer), StringComparer.Ordinal);
        return new RewardSum(scores.Values.Sum(), scores);
    }
}

/// <summary>An answer's reward.</summary>
/// <param name="Total">The sum.</param>
/// <param name="Terms">Each summand, by the term's name.</param>
public sealed record RewardSum(double Total, IReadOnlyDictionary<string, double> Terms);
