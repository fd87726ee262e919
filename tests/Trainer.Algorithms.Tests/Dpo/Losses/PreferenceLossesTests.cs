using Trainer.Algorithms.Dpo.Losses;
using Trainer.Recipes;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo.Losses;

public sealed class PreferenceLossesTests
{
    [Fact]
    public void Create_Mixture_IsTheWeightedSum()
    {
        // MPO on the hand-worked pair: 0.8 ln(7/6) + 0.2 ln 2 + 1 · 0.5.
        using var scope = new TensorScope();
        var options = new PreferenceLossOptions { LossType = ["sigmoid", "bco_pair", "sft"], LossWeights = [0.8, 0.2, 1], Beta = 1 };

        double loss = PreferenceLosses.Create(options).Compute(Pairs.HandWorked()).Item();

        Assert.Equal((0.8 * Math.Log(7.0 / 6)) + (0.2 * Math.Log(2)) + 0.5, loss, 1e-12);
    }

    [Fact]
    public void Create_RpoAlpha_AddsTheAnchor()
    {
        using var scope = new TensorScope();
        var options = new PreferenceLossOptions { Beta = 1, RpoAlpha = 0.3 };

        Assert.Equal(Math.Log(7.0 / 6) + 0.15, PreferenceLosses.Create(options).Compute(Pairs.HandWorked()).Item(), 1e-12);
    }

    [Theory]
    [InlineData(NllNormalization.Answer, (2.0 + 1) / 2)]
    [InlineData(NllNormalization.Batch, 10.0 / 6)]
    public void Compute_Nll_DividesByAnswersOrTheirMean(NllNormalization normalization, double expected)
    {
        // Likelihoods of −8 over 4 tokens and −2 over 2: token means 2 and 1; 10 over 6 tokens together.
        using var scope = new TensorScope();
        PairLogProbs pairs = Pairs.Several() with { PolicyChosen = Pairs.Of(-8, -2), ChosenLengths = Pairs.Of(4, 2) };

        Assert.Equal(expected, new NllLoss(normalization).Compute(pairs).Mean().Item(), 1e-12);
    }

    [Theory]
    [InlineData(PairInputs.Reference, "sigmoid")]
    [InlineData(PairInputs.None, "simpo", "sft")]
    [InlineData(PairInputs.Reference | PairInputs.WeakenedImage | PairInputs.Unconditional, "mdpo", "vdpo")]
    public void Needs_Mixture_IsTheUnion(PairInputs expected, params string[] names) =>
        Assert.Equal(expected, PreferenceLosses.Create(new() { LossType = names }).Needs);

    [Theory]
    [MemberData(nameof(PreferenceLossTests.Names), MemberType = typeof(PreferenceLossTests))]
    public void Compute_LossWithoutReference_IgnoresIt(string name)
    {
        using var scope = new TensorScope();
        IPreferenceLoss loss = PreferenceLosses.Create(new() { LossType = [name], LabelSmoothing = 0.1 });
        double[] with = loss.Compute(Pairs.Several()).ToArray<double>();
        double[] without = loss.Compute(Pairs.Several().WithoutReference()).ToArray<double>();

        Assert.Equal(!loss.Needs.HasFlag(PairInputs.Reference), with.SequenceEqual(without));
    }

    [Fact]
    public void Problems_WrongOptions_AreAllFound()
    {
        var options = new PreferenceLossOptions { LossType = ["sigmoidal", "exo_pair"], LossWeights = [1], Beta = 0, LabelSmoothing = 0.5 };

        string[] problems = [.. options.Problems().Select(problem => problem.ToString())];

        Assert.Equal(4, problems.Length);
        Assert.StartsWith("loss_type must be names of losses, but is sigmoidal, exo_pair. Known: sigmoid, robust,", problems[0], StringComparison.Ordinal);
        Assert.Equal("loss_weights must have one number for each of the 2 in loss_type, but has 1.", problems[1]);
        Assert.Equal("beta must be greater than 0, but is 0.", problems[2]);
        Assert.Equal("label_smoothing must be at least 0 and below 0.5, but is 0.5.", problems[3]);
    }

    [Fact]
    public void Problems_ExoWithCertainLabels_AreRefused()
    {
        Problem problem = Assert.Single(new PreferenceLossOptions { LossType = ["exo_pair"] }.Problems());

        Assert.Equal("label_smoothing", problem.Key);
    }

    [Fact]
    public void Problems_Defaults_AreNone() => Assert.Empty(new PreferenceLossOptions().Problems());
}
