using Trainer.Algorithms.Ppo.Watch;
using Trainer.Data.Rewards;

namespace Trainer.Algorithms.Tests.Ppo.Watch;

public sealed class WatchStateTests
{
    private static readonly WatchLimit Repetition = new("watch/repetition", "max_repetition", 0.4, IsMost: true);
    private static readonly WatchLimit Yes = new("watch/yes_ratio", "max_yes_ratio", 0.9, IsMost: true);

    [Fact]
    public void After_Length_IsHeldAgainstTheFirstRollouts()
    {
        WatchState state = new();
        double[] ratios = [.. new int[][] { [2, 4], [6, 8], [10, 10], [5, 5] }.Select(tokens =>
        {
            state = state.After(Rollout([.. tokens.Select(count => new WatchedAnswer("A cat.", count, CaptionType.General))]), baselineRollouts: 2);
            return state.Figures["watch/length_ratio"];
        })];

        // Baselines: 3, then (2 + 4 + 6 + 8) / 4 = 5.
        Assert.Equal([1, 7.0 / 5, 10.0 / 5, 5.0 / 5], ratios);
    }

    [Fact]
    public void After_YesRatio_CountsQuestionsOfYesOrNoAlone()
    {
        WatchState state = new WatchState().After(
            Rollout(
                new WatchedAnswer("Yes, there is.", 4, CaptionType.No),
                new WatchedAnswer("no", 2, CaptionType.Yes),
                new WatchedAnswer("Yesterday.", 3, CaptionType.Yes),
                new WatchedAnswer("Yes.", 2, CaptionType.General),
                new WatchedAnswer("Yes.", 2, CaptionType.A)),
            1);

        Assert.Equal(1.0 / 3, state.Figures["watch/yes_ratio"], 12);
    }

    [Fact]
    public void After_NoQuestionOfYesOrNo_HasNoYesRatio() => Assert.DoesNotContain("watch/yes_ratio", new WatchState().After(Saying("Yes."), 1).Figures.Keys);

    [Fact]
    public void After_Texts_AreMeasured()
    {
        WatchState state = new WatchState().After(Rollout(Answer("no no no no"), Answer("a cat")) with { Kl = 3 }, 1);

        Assert.Equal(0.25, state.Figures["watch/repetition"], 12); // (½ + 0) / 2
        Assert.Equal(0.5, state.Figures["watch/distinct_2"], 12); // no-no thrice and a-cat: 2 of 4
        Assert.Equal(1.5, state.Figures["watch/kl"], 12);
    }

    [Fact]
    public void After_Canary_RisesAgainstItsLowestWhileTheRewardRose()
    {
        WatchState state = new();
        double?[] rises = [.. new (double? Canary, double Reward)[] { (null, 1), (0.3, 1), (0.2, 1.5), (0.2, 2), (0.35, 1.4), (0.35, 2) }.Select(seen =>
        {
            state = state.After(Saying("A cat.") with { Canary = seen.Canary, Reward = seen.Reward }, 1);
            return state.Figures.TryGetValue("watch/canary_rise", out double rise) ? rise : (double?)null;
        })];

        double?[] before = [null, 0, 0, 0, 0];
        Assert.Equal(before, rises[..5]);
        Assert.Equal(0.15, rises[5]!.Value, 12);
    }

    [Fact]
    public void Count_RolloutWithinTheLimit_BeginsAnew()
    {
        WatchState state = new();
        int[] counts = [.. new[] { "no no no no", "no no no no", "a cat sat there", "no no no no" }.Select(text =>
        {
            state = state.After(Saying(text), 1).Count([Repetition]);
            return state.InARow["max_repetition"];
        })];

        Assert.Equal([1, 2, 0, 1], counts);
    }

    [Fact]
    public void Count_RolloutWithoutTheFigure_KeepsTheCount()
    {
        WatchState once = new WatchState().After(Rollout(new WatchedAnswer("Yes", 2, CaptionType.No)), 1).Count([Yes]);

        Assert.Equal(1, once.After(Saying("A cat."), 1).Count([Yes]).InARow["max_yes_ratio"]);
    }

    [Fact]
    public void Limits_Defaults_AreNone() => Assert.Empty(WatchLimit.Of(new PpoWatchOptions()));

    [Fact]
    public void Limits_BothSidesOfAFigure_AreTwo()
    {
        WatchLimit[] limits = WatchLimit.Of(new PpoWatchOptions { MinYesRatio = 0.3, MaxYesRatio = 0.7 });

        Assert.Equal(["min_yes_ratio", "max_yes_ratio"], limits.Select(limit => limit.Key));
        Assert.Equal([false, true], limits.Select(limit => limit.IsBrokenBy(0.8)));
        Assert.Equal([true, false], limits.Select(limit => limit.IsBrokenBy(0.2)));
        Assert.All(limits, limit => Assert.False(limit.IsBrokenBy(limit.Bound)));
    }

    private static WatchedAnswer Answer(string text) => new(text, 4, CaptionType.General);

    private static WatchedRollout Saying(string text) => Rollout(Answer(text));

    private static WatchedRollout Rollout(params WatchedAnswer[] answers) => new(answers, Reward: 0, Kl: 0, Canary: null);
}
