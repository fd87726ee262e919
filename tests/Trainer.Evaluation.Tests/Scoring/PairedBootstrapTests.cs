using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Scoring;

public sealed class PairedBootstrapTests
{
    private static readonly BootstrapOptions Options = new() { Resamples = 500 };
    private static readonly ChairCounts[] Many = Captions(hallucinated: i => i % 2);
    private static readonly ChairCounts[] Few = Captions(hallucinated: i => i % 4 == 1 ? 1 : 0);

    [Fact]
    public void Compare_FewerHallucinations_IsBetter()
    {
        Comparison comparison = Compare(Many, Few);

        Assert.Equal(Verdict.Better, comparison.Verdict);
        Assert.Equal(-0.25 / 2, comparison.Difference!.Value, 12);
        Assert.True(comparison.Ci95!.Value.Contains(comparison.Difference!.Value));
    }

    [Fact]
    public void Compare_SwappedSides_MirrorsTheInterval()
    {
        Comparison one = Compare(Many, Few);
        Comparison other = Compare(Few, Many);

        Assert.Equal(Verdict.Worse, other.Verdict);
        Assert.Equal(one.Ci95!.Value.Low, -other.Ci95!.Value.High, 12);
    }

    [Fact]
    public void Compare_SameAnswers_CannotTell() => Assert.Equal((Verdict.CannotTell, 0.0), (Compare(Many, Many).Verdict, Compare(Many, Many).Difference));

    [Fact]
    public void Compare_OnePicture_CannotTell() => Assert.Equal(Verdict.CannotTell, Compare([Many[1]], [Few[0]]).Verdict);

    private static Comparison Compare(ChairCounts[] baseline, ChairCounts[] candidate) =>
        new PairedBootstrap<ChairCounts>(baseline, candidate, Options).Compare(counts => counts.ChairI, higherIsBetter: false);

    private static ChairCounts[] Captions(Func<int, int> hallucinated) =>
        [.. Enumerable.Range(0, 80).Select(i => new ChairCounts { Captions = 1, Mentions = 2, HallucinatedMentions = hallucinated(i) })];
}
