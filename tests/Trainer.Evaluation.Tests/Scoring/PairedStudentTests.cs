using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Scoring;

public sealed class PairedStudentTests
{
    // Differences -2, -3, -4: mean -3, deviation 1, half width 4.303 / sqrt(3) = 2.484.
    private static readonly double[] Baseline = [10, 20, 30];
    private static readonly double[] Candidate = [8, 17, 26];

    [Fact]
    public void Compare_HandWorkedPairs_GivesMeanAndInterval()
    {
        Comparison comparison = PairedStudent.Compare(Baseline, Candidate, higherIsBetter: false);

        Assert.Equal(Verdict.Better, comparison.Verdict);
        Assert.Equal(-3, comparison.Difference!.Value, 12);
        Assert.Equal(-5.484, comparison.Ci95!.Value.Low, 1e-3);
        Assert.Equal(-0.516, comparison.Ci95!.Value.High, 1e-3);
    }

    [Fact]
    public void Compare_SwappedSides_TurnsTheVerdict() => Assert.Equal(
        (Verdict.Worse, Verdict.Worse),
        (PairedStudent.Compare(Candidate, Baseline, higherIsBetter: false).Verdict, PairedStudent.Compare(Baseline, Candidate, higherIsBetter: true).Verdict));

    [Fact]
    public void Compare_WideScatter_CannotTell() => Assert.Equal(Verdict.CannotTell, PairedStudent.Compare([1, 2, 3], [0, 2, 0], higherIsBetter: false).Verdict);

    [Fact]
    public void Compare_ShiftCommonToASeed_ChangesNothing() => Assert.Equal(
        PairedStudent.Compare(Baseline, Candidate, higherIsBetter: false),
        PairedStudent.Compare([10, 120, 30], [8, 117, 26], higherIsBetter: false));

    [Fact]
    public void Compare_OneSeed_CannotTell() => Assert.Equal(Verdict.CannotTell, PairedStudent.Compare([1], [0], higherIsBetter: false).Verdict);

    [Fact]
    public void Compare_UnequalSeeds_IsRefused() => Assert.Throws<ArgumentException>(() => PairedStudent.Compare([1, 2], [1], higherIsBetter: true));
}
