using Trainer.Algorithms.Ppo.Kl;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Kl;

public sealed class KlEstimatorTests
{
    [Theory]
    [InlineData("ppo.shape_reward.k1", KlEstimate.K1Clamped)]
    [InlineData("ppo.shape_reward.k3", KlEstimate.K3)]
    public void PerToken_GoldenAnswers_GiveTheReleasedEstimate(string id, KlEstimate kind)
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of(id);

        Near.Equal(golden.Expected("kl"), KlEstimator.PerToken(kind, golden.Tensor("logprobs"), golden.Tensor("ref_logprobs")), 1e-6);
    }

    // d = ln 2 and −ln 2.
    [Theory]
    [InlineData(KlEstimate.K1, 0.6931471805599453, -0.6931471805599453)]
    [InlineData(KlEstimate.K1Clamped, 0.6931471805599453, 0)]
    [InlineData(KlEstimate.K2, 0.2402265069591007, 0.2402265069591007)]
    [InlineData(KlEstimate.K3, 0.1931471805599453, 0.3068528194400547)]
    public void PerToken_HalfAndTwiceAsLikely_IsTheFormula(KlEstimate kind, double likelier, double unlikelier)
    {
        using var scope = new TensorScope();
        double half = Math.Log(0.5);

        Near.Equal([likelier, unlikelier], KlEstimator.PerToken(kind, Tensor.From([half, 2 * half]), Tensor.From([2 * half, half])), 1e-12);
    }

    [Theory]
    [InlineData(KlEstimate.K1, true)]
    [InlineData(KlEstimate.K3, true)]
    [InlineData(KlEstimate.K1Clamped, false)]
    public void PerToken_MeanOverThePolicy_IsTheDivergenceIfUnbiased(KlEstimate kind, bool isUnbiased)
    {
        using var scope = new TensorScope();
        double[] policy = [0.5, 0.3, 0.2];
        double[] reference = [0.2, 0.2, 0.6];
        double divergence = policy.Zip(reference, (p, q) => p * Math.Log(p / q)).Sum();

        Tensor estimates = KlEstimator.PerToken(kind, Tensor.From(policy).Log(), Tensor.From(reference).Log());
        double mean = (estimates * Tensor.From(policy)).Sum().Item();

        Assert.Equal(isUnbiased, Math.Abs(mean - divergence) < 1e-12);
        Assert.True(mean >= divergence - 1e-12);
    }
}
