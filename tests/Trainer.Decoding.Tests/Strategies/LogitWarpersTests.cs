using Trainer.Decoding.Strategies;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Strategies;

public sealed class LogitWarpersTests : IDisposable
{
    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(3, "top_k_3")]
    [InlineData(4, "top_k_4_tie")]
    [InlineData(100, "top_k_100")]
    public void TopK_Golden_KeepsTheReferenceTokens(int k, string expected) => AssertSame(expected, LogitWarpers.TopK(Scores(), k));

    [Theory]
    [InlineData(0.05, "top_p_0_05")]
    [InlineData(0.5, "top_p_0_5")]
    [InlineData(0.9, "top_p_0_9")]
    [InlineData(1, "top_p_1")]
    public void TopP_Golden_KeepsTheReferenceTokens(double p, string expected) => AssertSame(expected, LogitWarpers.TopP(Scores(), p));

    [Fact]
    public void Forbid_SomeTokens_LeavesTheOthersAlone() =>
        Assert.Equal(
            [1, float.NegativeInfinity, 3, 4, float.NegativeInfinity, 6],
            LogitWarpers.Forbid(Tensor.From<float>([1, 2, 3, 4, 5, 6], 2, 3), [1]).ToArray<float>());

    [Fact]
    public void Forbid_TheEndBelowTheLeastLength_AgreesWithTheReference() => AssertSame("min_length_6_eos_2", LogitWarpers.Forbid(Scores(), [2]));

    [Fact]
    public void Temperature_Golden_DividesScores() => AssertSame("temperature_0_2", LogitWarpers.Warp(Scores(), new GenerationOptions { Temperature = 0.2 }));

    [Fact]
    public void TopP_OfZero_KeepsTheLikeliestToken() => AssertSame("top_p_0_05", LogitWarpers.TopP(Scores(), 0));

    [Fact]
    public void TopP_SeveralRows_TreatsEachAlone()
    {
        Tensor rows = Tensor.From([0f, 5, 0, 4, 4, -9], 2, 3);

        double[] kept = LogitWarpers.TopP(rows, 0.9).ToArray<double>();

        Assert.Equal([false, true, false, true, true, false], kept.Select(double.IsFinite));
    }

    [Fact]
    public void PenalizeRepetition_Golden_CountsEachTokenOnce()
    {
        Tensor seen = Tensor.From(Fixture.At("warpers", "input_ids").Ids(), 1, 4);

        AssertSame("repetition_penalty_1_5", LogitWarpers.PenalizeRepetition(Scores(), seen, 1.5));
    }

    [Fact]
    public void PenalizeRepetition_PenaltyBelowOneAndAbove_UndoEachOther()
    {
        Tensor seen = Tensor.From([0L, 3, 7], 1, 3);

        Near.Equal(Scores(), LogitWarpers.PenalizeRepetition(LogitWarpers.PenalizeRepetition(Scores(), seen, 1.7), seen, 1 / 1.7), 1e-6);
    }

    private static Tensor Scores() => Tensor.From([.. Fixture.At("warpers", "input_scores").Numbers().Select(score => (float)score)], 1, 8);

    private static void AssertSame(string expected, Tensor actual) =>
        Assert.Equal(Fixture.At("warpers", expected).Numbers(), actual.ToArray<double>(), (left, right) => left == right || Math.Abs(left - right) < 1e-6);
}
