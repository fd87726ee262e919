using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Scoring;

public sealed class McNemarTestTests
{
    // 9 gained, 1 lost: p = 2 · (C(10,0) + C(10,1)) / 2^10 = 22 / 1024.
    [Fact]
    public void Compare_NineGainedOneLost_IsBetterWithTheExactPValue()
    {
        Comparison comparison = Compare(gained: 9, lost: 1);

        Assert.Equal(Verdict.Better, comparison.Verdict);
        Assert.Equal(22.0 / 1024, comparison.PValue!.Value, 12);
        Assert.Equal(8.0 / 30, comparison.Difference!.Value, 12);
    }

    [Fact]
    public void Compare_SwappedSides_TurnsTheVerdict()
    {
        Comparison comparison = Compare(gained: 1, lost: 9);

        Assert.Equal(Verdict.Worse, comparison.Verdict);
        Assert.Equal(22.0 / 1024, comparison.PValue!.Value, 12);
    }

    [Fact]
    public void Compare_ThreeGainedOneLost_CannotTell() =>
        Assert.Equal(Verdict.CannotTell, Compare(gained: 3, lost: 1).Verdict);

    [Fact]
    public void Compare_EqualAnswers_CannotTell()
    {
        Comparison comparison = McNemarTest.Compare([true, false], [true, false]);

        Assert.Equal((Verdict.CannotTell, 1.0, 0.0), (comparison.Verdict, comparison.PValue, comparison.Difference));
    }

    [Fact]
    public void Compare_OtherLength_IsRefused() => Assert.Throws<ArgumentException>(() => McNemarTest.Compare([true], []));

    /// <summary>Questions that the candidate gains, then those that it loses, then 20 that both get right.</summary>
    private static Comparison Compare(int gained, int lost) => McNemarTest.Compare(
        [.. Enumerable.Range(0, gained + lost + 20).Select(i => i >= gained)],
        [.. Enumerable.Range(0, gained + lost + 20).Select(i => i < gained || i >= gained + lost)]);
}
