using System.Collections.Immutable;

namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>What the watch remembers from rollout to rollout; checkpoints hold it.</summary>
public sealed record WatchState
{
    /// <summary>Rollouts seen.</summary>
    public int Rollouts { get; init; }

    /// <summary>Tokens in the answers of the first rollouts.</summary>
    public double BaselineTokens { get; init; }

    /// <summary>Answers of the first rollouts.</summary>
    public double BaselineAnswers { get; init; }

    /// <summary>The last measurement of the canary; null before the first.</summary>
    public double? Canary { get; init; }

    /// <summary>Its lowest measurement.</summary>
    public double? LowestCanary { get; init; }

    /// <summary>Mean reward of the rollout behind the lowest measurement.</summary>
    public double RewardAtLowest { get; init; }

    /// <summary>Figures of the last rollout, by name.</summary>
    public ImmutableSortedDictionary<string, double> Figures { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Rollouts in a row in which a figure was beyond a limit, by the limit's key.</summary>
    public ImmutableSortedDictionary<string, int> InARow { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The last trip; null while there was none.</summary>
    public WatchTrip? Trip { get; init; }

    /// <summary>The state after one more rollout.</summary>
    /// <param name="rollout">The rollout of all processes.</param>
    /// <param name="baselineRollouts">First rollouts, whose length is the measure of later ones.</param>
    internal WatchState After(WatchedRollout rollout, int baselineRollouts)
    {
        double answers = rollout.Answers.Count;
        double tokens = rollout.Answers.Sum(answer => (double)answer.Tokens);
        bool isFirst = Rollouts < baselineRollouts;
        bool isLowest = rollout.Canary < (LowestCanary ?? double.PositiveInfinity);
        WatchState next = this with
        {
            Rollouts = Rollouts + 1,
            BaselineTokens = BaselineTokens + (isFirst ? tokens : 0),
            BaselineAnswers = BaselineAnswers + (isFirst ? answers : 0),
            Canary = rollout.Canary,
            LowestCanary = isLowest ? rollout.Canary : LowestCanary,
            RewardAtLowest = isLowest ? rollout.Reward / answers : RewardAtLowest,
        };
        return next with { Figures = next.Measure(rollout) };
    }

    /// <summary>The state with the last figures held against limits. A figure that a rollout doesn't have leaves its count as it was.</summary>
    internal WatchState Count(IEnumerable<WatchLimit> limits) => this with
    {
        InARow = limits.ToImmutableSortedDictionary(limit => limit.Key, limit =>
        {
            int before = InARow.GetValueOrDefault(limit.Key);
            return !Figures.TryGetValue(limit.Figure, out double value) ? before : limit.IsBrokenBy(value) ? before + 1 : 0;
        }),
    };

    private ImmutableSortedDictionary<string, double> Measure(WatchedRollout rollout)
    {
        double answers = rollout.Answers.Count;
        double length = rollout.Answers.Average(answer => answer.Tokens);
        (string Name, double? Value)[] all =
        [
            (WatchNames.LengthRatio, length * BaselineAnswers / BaselineTokens),
            (WatchNames.YesRatio, rollout.YesRatio()),
            (WatchNames.Repetition, rollout.Answers.Average(answer => WordGrams.Repetition(answer.Text))),
            (WatchNames.Distinct, WordGrams.Distinct(rollout.Answers.Select(answer => answer.Text))),
            (WatchNames.Kl, rollout.Kl / answers),
            (WatchNames.CanaryRise, CanaryRise(rollout.Reward / answers)),
        ];
        return all.Where(figure => figure.Value is not null).ToImmutableSortedDictionary(figure => figure.Name, figure => figure.Value!.Value);
    }

    // A canary that worsens while the reward falls too is a bad policy, but no hacked reward.
    private double? CanaryRise(double reward) => LowestCanary is null ? null : reward > RewardAtLowest ? Canary - LowestCanary : 0;
}
