using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Algorithms.Ppo.Watch;
using Trainer.Algorithms.Tests.Ppo.Rewards;
using Trainer.TestKit;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Ppo.Watch;

public sealed class RewardWatchTests : IDisposable
{
    private static readonly PpoWatchOptions OnCanary = new() { MaxCanaryRise = 0.1, Patience = 2 };
    private readonly TemporaryDirectory folder = new();
    private readonly StopRequest stop = new();
    private readonly StringWriter progress = new();

    public void Dispose()
    {
        stop.Dispose();
        progress.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Observe_RewardAndHallucinationRise_StopsTheRunAndSaysWhy()
    {
        RewardWatch watch = Watch(OnCanary);
        Feed(watch, (0.2, 1), (0.4, 2));
        Assert.Null(stop.ExitCode);

        Feed(watch, (null, 2));

        Assert.Equal(6, stop.ExitCode);
        Assert.Equal(
            "Reward watch, rollout 2: watch/canary_rise is 0.2, above ppo.watch.max_canary_rise, 0.1, for 2 rollouts in a row. The run stops.", stop.Reason);
        Assert.Contains(stop.Reason!, progress.ToString(), StringComparison.Ordinal);
        Assert.Equal(watch.State.Trip, WatchTrip.Read(folder.Path));
    }

    [Fact]
    public void Observe_HallucinationRisesWithoutReward_IsNoTrip()
    {
        Feed(Watch(OnCanary), (0.2, 1), (0.4, 0.9), (null, 0.8), (null, 0.7));

        Assert.Null(stop.ExitCode);
        Assert.Null(WatchTrip.Read(folder.Path));
    }

    [Fact]
    public void Observe_Warn_SaysSoAsOftenAsPatienceRunsOut()
    {
        Feed(Watch(OnCanary with { OnTrip = TripAction.Warn }), (0.2, 1), (0.4, 2), (null, 2), (null, 2), (null, 2));

        Assert.Null(stop.ExitCode);
        Assert.Equal(2, progress.ToString().Split("The run goes on.").Length - 1);
        Assert.Equal(4, WatchTrip.Read(folder.Path)!.Rollout);
    }

    [Fact]
    public void Restore_TrippedRun_StopsAtOnceUnlessItsLimitsAreWider()
    {
        RewardWatch tripped = Watch(OnCanary);
        Feed(tripped, (0.2, 1), (0.4, 2), (null, 2));
        using var again = new StopRequest();
        using var wider = new StopRequest();

        Watch(OnCanary, again).Restore(tripped.State);
        Watch(OnCanary with { MaxCanaryRise = 0.3 }, wider).Restore(tripped.State);

        Assert.Equal(stop.Reason, again.Reason);
        Assert.Null(wider.ExitCode);
    }

    [Fact]
    public void Restore_RunThatBeginsAnew_RemovesAnEarlierVerdict()
    {
        Feed(Watch(OnCanary), (0.2, 1), (0.4, 2), (null, 2));

        Watch(OnCanary).Restore(null);

        Assert.Null(WatchTrip.Read(folder.Path));
    }

    private static void Feed(RewardWatch watch, params (double? Canary, double Reward)[] seen)
    {
        foreach ((double? canary, double reward) in seen)
        {
            watch.Measure(canary is { } value ? new Dictionary<string, double> { ["eval/chair/chair_i"] = value } : []);
            var figures = new Dictionary<string, double> { ["objective/rewards"] = reward, ["objective/kl_sum_seq"] = 0 };
            watch.Observe(new Rollout(watch.State.Rollouts, [], figures) { Answers = [Answers.Plain] });
        }
    }

    private RewardWatch Watch(PpoWatchOptions options, StopRequest? request = null) =>
        new(options, TinyWorld.Context("recipe", request ?? stop, []) with { Progress = progress }, folder.Path);
}
