using Trainer.Algorithms.Ppo.Advantages;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Advantages;

public sealed class GeneralizedAdvantageTests
{
    [Theory]
    [InlineData("ppo.gae.whitenFalse.g1.0.l1.0")]
    [InlineData("ppo.gae.whitenFalse.g0.99.l0.95")]
    public void Estimate_GoldenRollout_GivesReturnsAndWhitenedAdvantages(string id)
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of(id);
        Tensor values = golden.Tensor("values");

        AdvantageEstimate estimate = GeneralizedAdvantage.Estimate(golden.Tensor("rewards") * 10, values, golden.Number("gamma"), golden.Number("lam"));

        Near.Equal(golden.Expected("returns"), estimate.Returns, 1e-4);
        Near.Equal(golden.Expected("advantages"), Whitening.Apply(estimate.Advantages, values.ZerosLike() + 1, shiftMean: true));
    }

    [Fact]
    public void Estimate_ThreeTokens_IsTheRecursionByHand()
    {
        // δ = (1 + ½·4 − 2, 0 + ½·6 − 4, 3 − 6) = (1, −1, −3); A = (1 + ¼·A₂, −1 + ¼·(−3), −3).
        using var scope = new TensorScope();

        AdvantageEstimate estimate = GeneralizedAdvantage.Estimate(Row(1, 0, 3), Row(2, 4, 6), discount: 0.5, lambda: 0.5);

        Near.Equal([0.5625, -1.75, -3], estimate.Advantages, 1e-6);
        Near.Equal([2.5625, 2.25, 3], estimate.Returns, 1e-6);
    }

    [Fact]
    public void Estimate_NoDiscount_ReturnsAreSumsOfLaterRewardsWhateverTheValues()
    {
        using var scope = new TensorScope();

        Tensor returns = GeneralizedAdvantage.Estimate(Row(1, 2, 4), Row(-7, 0.5f, 3), discount: 1, lambda: 1).Returns;

        Near.Equal([7, 6, 4], returns, 1e-6);
    }

    [Fact]
    public void Estimate_NoValues_AdvantagesAreReturns()
    {
        using var scope = new TensorScope();

        AdvantageEstimate estimate = GeneralizedAdvantage.Estimate(Row(1, -2, 4), Row(0, 0, 0), discount: 0.9, lambda: 0.8);

        Near.Equal(estimate.Returns, estimate.Advantages, 0);
    }

    [Fact]
    public void Estimate_LambdaZero_IsTheErrorOfOneStep()
    {
        using var scope = new TensorScope();

        Tensor advantages = GeneralizedAdvantage.Estimate(Row(1, 0, 3), Row(2, 4, 6), discount: 1, lambda: 0).Advantages;

        Near.Equal([3, 2, -3], advantages, 1e-6);
    }

    [Fact]
    public void Estimate_MorePadding_ChangesNothingAndHasNoAdvantage()
    {
        using var scope = new TensorScope();

        AdvantageEstimate tight = GeneralizedAdvantage.Estimate(Row(1, 2), Row(3, -1), discount: 0.9, lambda: 0.95);
        AdvantageEstimate padded = GeneralizedAdvantage.Estimate(Row(1, 2, 0, 0), Row(3, -1, 0, 0), discount: 0.9, lambda: 0.95);

        Near.Equal(tight.Advantages, padded.Advantages.Narrow(1, 0, 2), 0);
        Near.Equal([0, 0], padded.Advantages.Narrow(1, 2, 2), 0);
        Near.Equal([0, 0], padded.Returns.Narrow(1, 2, 2), 0);
    }

    private static Tensor Row(params float[] values) => Tensor.From(values, 1, values.Length);
}
