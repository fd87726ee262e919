using Trainer.Algorithms.Bpo;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Bpo;

public sealed class NegativeMakersTests
{
    private static readonly float[] Pixels = [.. Enumerable.Range(0, 3 * 40 * 40).Select(i => MathF.Sin(i))];

    [Fact]
    public void Turns_DescriptionOfTheTinyWorld_FillTheHoles()
    {
        var options = new InjectOptions { Instruction = "Rewrite.", Layout = "{instruction} Description: {response} Modified description:" };

        Assert.Equal("Rewrite. Description: A cat. {question} Modified description:", Asked(options, "A cat. {question} "));
    }

    [Fact]
    public void Turns_OwnWords_DoNotDoubleTheFullStop()
    {
        string asked = Asked(new InjectOptions(), "A cat.");

        Assert.EndsWith("\nDescription: A cat.\nModified description:", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("..", asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InjectMode.Description, "themselves.Description: A cat.. Modified description:")]
    [InlineData(InjectMode.Qa, "themselves.\nQuestion: What is it? Response: A cat.. Modified response:")]
    public void Turns_Released_KeepTheQuirks(InjectMode mode, string end) => Assert.EndsWith(
        end, Asked(new InjectOptions { Mode = mode, Released = true, Instruction = "themselves." }, "A cat."), StringComparison.Ordinal);

    [Fact]
    public void See_WeakImage_AddsNoiseThatOnlyTheRecordDecides()
    {
        var maker = new WeakImageMaker(new WeakenOptions());

        float[] seen = ((INegativeMaker)maker).See(Pixels, Draws("a", 0));

        Assert.NotEqual(Pixels, seen);
        Assert.Equal(seen, maker.See(Pixels, Draws("a", 0)));
        Assert.NotEqual(seen, maker.See(Pixels, Draws("b", 0)));
        Assert.NotEqual(seen, maker.See(Pixels, Draws("a", 1)));
    }

    [Fact]
    public void See_RangeOfSteps_WeakensDifferently()
    {
        var maker = new WeakImageMaker(new WeakenOptions { NoiseStepRange = [100, 999] });

        double[] shares = [.. Enumerable.Range(0, 12).Select(record => Correlation(maker.See(Pixels, Draws($"r{record}", 0))))];

        // At step 100 nearly all of the picture is left, at step 999 less than a third.
        Assert.True(shares.Max() - shares.Min() > 0.3, string.Join(' ', shares));
    }

    [Theory]
    [InlineData(WeakenMode.VcdReference, true)]
    [InlineData(WeakenMode.VcdProper, false)]
    public void ContrastFor_VcdModes_SeeTheCleanPictureAndContrastTheNoised(WeakenMode mode, bool firstTokenOnly)
    {
        var maker = new WeakImageMaker(new WeakenOptions { Mode = mode });
        var prompt = new Prompt([1, 2], maker.See(Pixels, Draws("a", 0)));

        Contrast contrast = maker.ContrastFor(_ => Draws("a", 0))!;

        Assert.Same(Pixels, prompt.Pixels);
        Assert.Equal((1.0, 0.2, firstTokenOnly), (contrast.Alpha, contrast.Beta, contrast.FirstTokenOnly));
        Assert.Equal(new WeakImageMaker(new WeakenOptions()).See(Pixels, Draws("a", 0)), contrast.Branches(prompt).Single().Pixels);
    }

    private static string Asked(InjectOptions options, string response) => new ErrorInjector(options).TurnsOf(new BpoRecord
    {
        Id = "r",
        Image = "a.png",
        Prompt = "<image>\nWhat is it?",
        Completions = [new Completion(response, 1, "gt")],
    }).Single().Value;

    private static RecordDraws Draws(string id, int sample) =>
        new(new RandomRoot(5), new BpoRecord { Id = id, Prompt = "What?", Completions = [new Completion("A cat.", 1, "gt")] }, sample);

    private static double Correlation(float[] seen) =>
        seen.Zip(Pixels, (left, right) => left * right).Sum() / Math.Sqrt(seen.Sum(value => value * value) * Pixels.Sum(value => value * value));
}
