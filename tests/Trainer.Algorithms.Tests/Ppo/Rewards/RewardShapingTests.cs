using Trainer.Algorithms.Ppo.Advantages;
using Trainer.Algorithms.Ppo.Rewards;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Rewards;

public sealed class RewardShapingTests
{
    private static readonly ShapingRule Plain = new PpoRewardOptions().Shaping;

    [Theory]
    [InlineData("ppo.shape_reward.k1")]
    [InlineData("ppo.shape_reward.k3")]
    public void Shape_GoldenAnswers_PayAtTheLastSlotAsReleased(string id)
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of(id);
        Tensor kl = Tensor.From(golden.Expected("kl"), 2, 4).To(DType.Float32);
        Tensor terminal = golden.Tensor("rewards") + (golden.Tensor("length_bonus") * golden.Number("length_bonus_score"))
            + (golden.Tensor("correct_bonus") * golden.Number("correct_bonus_score")) + golden.Number("reward_bias");

        ShapedRewards shaped = RewardShaping.Shape(
            kl, terminal, kl.ZerosLike() + 1, golden.Number("kl_coef"), new PpoRewardOptions { TerminalRewardAt = TerminalSlot.LastSlot }.Shaping);

        Near.Equal(golden.Expected("shaped_rewards"), shaped.Rewards, 1e-6);
        Near.Equal(golden.Expected("non_score_rewards"), shaped.KlPenalties, 1e-6);
    }

    [Fact]
    public void Shape_AnswersOfUnequalLength_PayAtEachOnesLastToken()
    {
        // β = ½; the divergence of padding doesn't count.
        using var scope = new TensorScope();
        Tensor kl = Tensor.From([1f, -2f, 4f, 1f, 8f, 8f], 2, 3);

        ShapedRewards shaped = RewardShaping.Shape(kl, Tensor.From([10f, 20f]), Mask(), 0.5, Plain);

        Near.Equal([-0.5, 1, 8, 19.5, 0, 0], shaped.Rewards, 1e-6);
        Near.Equal([-0.5, 1, -2, -0.5, 0, 0], shaped.KlPenalties, 1e-6);
    }

    [Theory]
    [InlineData(TerminalSlot.LastToken)]
    [InlineData(TerminalSlot.LastSlot)]
    public void Shape_AnySlot_RowsSumToRewardMinusPricedDivergence(TerminalSlot at)
    {
        using var scope = new TensorScope();
        Tensor kl = Tensor.From([1f, -2f, 4f, 1f, 8f, 8f], 2, 3);

        ShapedRewards shaped = RewardShaping.Shape(kl, Tensor.From([10f, 20f]), Mask(), 0.5, new ShapingRule(at, 1));

        Near.Equal([10 - (0.5 * 3), 20 - (0.5 * 1)], shaped.Rewards.Sum(1), 1e-6);
    }

    [Fact]
    public void Shape_Scale_MultipliesRewardsButNotTheReportedPenalties()
    {
        using var scope = new TensorScope();
        Tensor kl = Tensor.From([1f, -2f, 4f, 1f, 8f, 8f], 2, 3);
        Tensor terminal = Tensor.From([10f, 20f]);

        ShapedRewards plain = RewardShaping.Shape(kl, terminal, Mask(), 0.5, Plain);
        ShapedRewards scaled = RewardShaping.Shape(kl, terminal, Mask(), 0.5, Plain with { Scale = 10 });

        Near.Equal(plain.Rewards * 10, scaled.Rewards, 1e-5);
        Near.Equal(plain.KlPenalties, scaled.KlPenalties, 0);
    }

    [Fact]
    public void Shape_MorePadding_ChangesAdvantagesOnlyWhereTheRewardIsPaidAtTheLastSlot()
    {
        using var scope = new TensorScope();

        double[] tight = FirstAdvantages(length: 3, TerminalSlot.LastToken);

        Assert.Equal(tight, FirstAdvantages(length: 9, TerminalSlot.LastToken));
        Assert.NotEqual(FirstAdvantages(length: 3, TerminalSlot.LastSlot), FirstAdvantages(length: 9, TerminalSlot.LastSlot));
    }

    [Fact]
    public void Shape_LastSlotWithoutDiscount_PaddingSharesTheScaledReward()
    {
        using var scope = new TensorScope();
        Tensor kl = Tensor.From([1f, -2f, 4f, 1f, 8f, 8f], 2, 3);

        ShapedRewards shaped = RewardShaping.Shape(kl, Tensor.From([10f, 20f]), Mask(), 0.5, new ShapingRule(TerminalSlot.LastSlot, 10));
        Tensor returns = GeneralizedAdvantage.Estimate(shaped.Rewards, shaped.Rewards.ZerosLike(), 1, 1).Returns;

        Near.Equal([200, 200], returns.Select(0, 1).Narrow(0, 1, 2), 1e-4);
    }

    /// <summary>Advantages of the two tokens of an answer in a row of some length.</summary>
    private static double[] FirstAdvantages(int length, TerminalSlot at)
    {
        Tensor mask = Tensor.From([.. Enumerable.Range(0, length).Select(slot => slot < 2 ? 1f : 0)], 1, length);
        ShapedRewards shaped = RewardShaping.Shape(mask * 0.25, Tensor.From([3f]), mask, 0.1, new ShapingRule(at, 1));
        return GeneralizedAdvantage.Estimate(shaped.Rewards, mask * 0.5, 0.9, 0.95).Advantages.Narrow(1, 0, 2).ToArray<double>();
    }

    private static Tensor Mask() => Tensor.From([1f, 1f, 1f, 1f, 0f, 0f], 2, 3);
}
