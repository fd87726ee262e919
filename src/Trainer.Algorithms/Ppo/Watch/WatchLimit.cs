using System.Globalization;

namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>A bound of one figure.</summary>
/// <param name="Figure">The figure's name.</param>
/// <param name="Key">The option that sets the bound.</param>
/// <param name="Bound">The last value that is within it.</param>
/// <param name="IsMost">Whether larger values are beyond it, or smaller ones.</param>
internal sealed record WatchLimit(string Figure, string Key, double Bound, bool IsMost)
{
    /// <summary>The bounds that options set. To add one: a line here.</summary>
    internal static WatchLimit[] Of(PpoWatchOptions options)
    {
        (bool IsSet, WatchLimit Limit)[] all =
        [
            (options.MinLengthRatio > 0, new(WatchNames.LengthRatio, "min_length_ratio", options.MinLengthRatio, IsMost: false)),
            (options.MaxLengthRatio > 0, new(WatchNames.LengthRatio, "max_length_ratio", options.MaxLengthRatio, IsMost: true)),
            (options.MinYesRatio > 0, new(WatchNames.YesRatio, "min_yes_ratio", options.MinYesRatio, IsMost: false)),
            (options.MaxYesRatio < 1, new(WatchNames.YesRatio, "max_yes_ratio", options.MaxYesRatio, IsMost: true)),
            (options.MaxRepetition < 1, new(WatchNames.Repetition, "max_repetition", options.MaxRepetition, IsMost: true)),
            (options.MinDistinct > 0, new(WatchNames.Distinct, "min_distinct", options.MinDistinct, IsMost: false)),
            (options.KlBudget > 0, new(WatchNames.Kl, "kl_budget", options.KlBudget, IsMost: true)),
            (options.MaxCanaryRise > 0, new(WatchNames.CanaryRise, "max_canary_rise", options.MaxCanaryRise, IsMost: true)),
        ];
        return [.. all.Where(item => item.IsSet).Select(item => item.Limit)];
    }

    /// <summary>Whether a value is beyond the bound.</summary>
    internal bool IsBrokenBy(double value) => IsMost ? value > Bound : value < Bound;

    /// <summary>The end of a sentence about a value beyond the bound.</summary>
    internal string Describe(double value) => string.Create(
        CultureInfo.InvariantCulture, $"{Figure} is {value:G4}, {(IsMost ? "above" : "below")} ppo.watch.{Key}, {Bound:G4}");
}
