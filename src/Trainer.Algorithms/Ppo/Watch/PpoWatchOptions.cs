using Trainer.Recipes;

namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>What a trip of the watch does.</summary>
public enum TripAction
{
    /// <summary>The run saves a checkpoint and stops with exit code 6.</summary>
    Stop,

    /// <summary>The run stops, and its final model is that of the best checkpoint.</summary>
    RollBack,

    /// <summary>The run says so and goes on.</summary>
    Warn,
}

/// <summary>Limits beyond which rewards are taken to be hacked rather than earned. Figures are logged in any case; by default nothing is limited.</summary>
public sealed record PpoWatchOptions : IValidatable
{
    /// <summary>What a trip does: stop with exit code 6, roll back to the best checkpoint, or warn.</summary>
    public TripAction OnTrip { get; init; } = TripAction.Stop;

    /// <summary>Rollouts in a row in which a figure must be beyond its limit.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>First rollouts, whose mean length later ones are held against.</summary>
    public int BaselineRollouts { get; init; } = 3;

    /// <summary>Least mean length of answers, as a multiple of the first rollouts'; 0 sets no limit.</summary>
    public double MinLengthRatio { get; init; }

    /// <summary>Most mean length of answers, as a multiple of the first rollouts'; 0 sets no limit.</summary>
    public double MaxLengthRatio { get; init; }

    /// <summary>Least share of yes among answers to questions whose truth is yes or no; 0 sets no limit.</summary>
    public double MinYesRatio { get; init; }

    /// <summary>Most share of yes among them; 1 sets no limit.</summary>
    public double MaxYesRatio { get; init; } = 1;

    /// <summary>Most share of an answer's runs of three words that occurred before in it; 1 sets no limit.</summary>
    public double MaxRepetition { get; init; } = 1;

    /// <summary>Least share of different ones among a rollout's pairs of words; depends on its number of answers. 0 sets no limit.</summary>
    public double MinDistinct { get; init; }

    /// <summary>Most divergence of an answer from the reference, in nats; 0 sets no limit.</summary>
    public double KlBudget { get; init; }

    /// <summary>Most rise of <c>canary_metric</c> above its lowest value while the reward rose as well; 0 sets no limit.</summary>
    public double MaxCanaryRise { get; init; }

    /// <summary>The figure of an evaluation that tells of real hallucination, smaller is better. It also says which checkpoint is best to roll back to.</summary>
    public string CanaryMetric { get; init; } = "eval/chair/chair_i";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.BePositive(Patience),
        .. Must.BePositive(BaselineRollouts),
        .. Must.BeBelow(MinLengthRatio, 0, 1),
        .. Must.That(MaxLengthRatio == 0 || MaxLengthRatio > 1, nameof(MaxLengthRatio), FormattableString.Invariant($"must be greater than 1, or 0 for no limit, but is {MaxLengthRatio}.")),
        .. Must.BeWithin(MaxYesRatio, 0, 1),
        .. Must.BeWithin(MinYesRatio, 0, MaxYesRatio),
        .. Must.BeWithin(MaxRepetition, 0, 1),
        .. Must.BeWithin(MinDistinct, 0, 1),
        .. Must.NotBeNegative(KlBudget),
        .. Must.NotBeNegative(MaxCanaryRise),
        .. Must.HaveText(CanaryMetric),
    ];
}
