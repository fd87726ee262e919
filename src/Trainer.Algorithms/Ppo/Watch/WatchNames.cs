namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>Names of the watch's figures in the metrics.</summary>
internal static class WatchNames
{
    /// <summary>Mean length of answers over that of the first rollouts.</summary>
    internal const string LengthRatio = "watch/length_ratio";

    /// <summary>Share of yes among answers to questions whose truth is yes or no.</summary>
    internal const string YesRatio = "watch/yes_ratio";

    /// <summary>Share of an answer's runs of three words that occurred before in it.</summary>
    internal const string Repetition = "watch/repetition";

    /// <summary>Share of different ones among the rollout's pairs of words.</summary>
    internal const string Distinct = "watch/distinct_2";

    /// <summary>Divergence of an answer from the reference, nats.</summary>
    internal const string Kl = "watch/kl";

    /// <summary>Rise of the canary above its lowest value, 0 while the reward is not above what it was then.</summary>
    internal const string CanaryRise = "watch/canary_rise";
}
