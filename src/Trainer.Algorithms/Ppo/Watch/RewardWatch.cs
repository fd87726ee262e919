using Trainer.Algorithms.Ppo.Rollouts;

namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>
/// Follows what answers become while their reward rises, since a policy finds out what a reward model overlooks: Gao et al., arXiv:2210.10760.
/// A figure that stays beyond its limit trips the watch, in all processes alike.
/// </summary>
/// <param name="options">Limits, and what a trip does.</param>
/// <param name="context">The processes, the wish to stop, and where a trip is told.</param>
/// <param name="folder">The run's folder.</param>
public sealed class RewardWatch(PpoWatchOptions options, RunContext context, string folder)
{
    /// <summary>Exit code of a run that a trip stopped: a quality gate failed.</summary>
    public const int GateFailed = 6;

    private readonly WatchLimit[] limits = WatchLimit.Of(options);

    /// <summary>What it remembers.</summary>
    public WatchState State { get; private set; } = new();

    /// <summary>Takes in a rollout. All processes must do so together.</summary>
    /// <returns>Its figures, by name, over all processes.</returns>
    public IReadOnlyDictionary<string, double> Observe(Rollout rollout)
    {
        State = State.After(WatchedRollout.Of(rollout, State.Canary).Gather(context.Group), options.BaselineRollouts).Count(limits);
        if (limits.FirstOrDefault(IsTripped) is { } limit)
        {
            double value = State.Figures[limit.Figure];
            string message = $"Reward watch, rollout {rollout.Number}: {limit.Describe(value)}, for {State.InARow[limit.Key]} rollouts in a row. {Consequence}";
            Trip(new WatchTrip(limit.Figure, value, limit.Bound, rollout.Number, message));
        }

        return State.Figures;
    }

    /// <summary>Takes in what an evaluation measured.</summary>
    public void Measure(IReadOnlyDictionary<string, double> evaluation)
    {
        if (evaluation.TryGetValue(options.CanaryMetric, out double value))
        {
            State = State with { Canary = value };
        }
    }

    /// <summary>Goes on from a checkpoint. A run that had tripped stops at once, unless its limits are wider by now.</summary>
    /// <param name="saved">Null: begins anew.</param>
    public void Restore(WatchState? saved)
    {
        State = saved ?? new WatchState();
        Record(State.Trip);
        if (State.Trip is { } trip && options.OnTrip != TripAction.Warn && limits.Any(IsTripped))
        {
            Trip(trip);
        }
    }

    /// <summary>Adds to the verdict, where there is one, what became of the run.</summary>
    internal string? Conclude(string outcome)
    {
        State = State with { Trip = State.Trip is { } trip ? trip with { Message = $"{trip.Message} {outcome}" } : null };
        Record(State.Trip);
        Tell(outcome);
        return State.Trip?.Message;
    }

    private string Consequence => options.OnTrip switch
    {
        TripAction.Stop => "The run stops.",
        TripAction.RollBack => "The run stops and goes back to its best checkpoint.",
        _ => "The run goes on.",
    };

    // A warning comes again as often as the patience runs out.
    private bool IsTripped(WatchLimit limit)
    {
        int count = State.InARow.GetValueOrDefault(limit.Key);
        bool isDue = count >= options.Patience && (options.OnTrip != TripAction.Warn || count % options.Patience == 0);
        return isDue && State.Figures.TryGetValue(limit.Figure, out double value) && limit.IsBrokenBy(value);
    }

    private void Trip(WatchTrip trip)
    {
        State = State with { Trip = trip };
        Record(trip);
        Tell(trip.Message);
        if (options.OnTrip != TripAction.Warn)
        {
            context.Stop.Ask(GateFailed, trip.Message);
        }
    }

    private void Record(WatchTrip? trip)
    {
        if (context.Group.IsFirst)
        {
            WatchTrip.Write(folder, trip);
        }
    }

    private void Tell(string message)
    {
        if (context.Group.IsFirst)
        {
            context.Progress.WriteLine(message);
        }
    }
}
