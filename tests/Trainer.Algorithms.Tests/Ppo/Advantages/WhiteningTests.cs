using Trainer.Algorithms.Ppo.Advantages;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Advantages;

public sealed class WhiteningTests
{
    private static readonly float[] Values = [3, -1, 250, 8, 9, -40, 2, 2.5f];
    private static readonly float[] Counted = [1, 1, 0, 1, 1, 1, 0, 1];

    [Theory]
    [InlineData("ppo.whiten.global.shiftTrue", true)]
    [InlineData("ppo.whiten.global.shiftFalse", false)]
    public void Apply_GoldenRows_AreWhitenedTogether(string id, bool shiftMean)
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of(id);
        Tensor values = golden.Tensor("values");

        Near.Equal(golden.Expected("out"), Whitening.Apply(values, values.ZerosLike() + 1, shiftMean), 1e-6);
    }

    [Theory]
    [InlineData("ppo.whiten.none.shiftTrue", true)]
    [InlineData("ppo.whiten.none.shiftFalse", false)]
    public void ApplyPerRow_GoldenRows_AreWhitenedAlone(string id, bool shiftMean)
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of(id);
        Tensor values = golden.Tensor("values");

        Near.Equal(golden.Expected("out"), Whitening.ApplyPerRow(values, values.ZerosLike() + 1, shiftMean), 1e-6);
    }

    [Fact]
    public void Apply_TwoRowsWhichTheReleasedCodeRefuses_AreWhitenedByHand()
    {
        // Mean 3, squared distances 4, 0, 4, 0: population deviation √2.
        using var scope = new TensorScope();
        Tensor values = Tensor.From([1f, 3f, 5f, 3f], 2, 2);

        Near.Equal([-Math.Sqrt(2), 0, Math.Sqrt(2), 0], Whitening.Apply(values, values.ZerosLike() + 1, shiftMean: true), 1e-6);
    }

    [Fact]
    public void Apply_Masked_CountedSlotsHaveMeanZeroAndDeviationOneAndOthersNothing()
    {
        using var scope = new TensorScope();
        Tensor mask = Tensor.From(Counted, 2, 4);

        Tensor whitened = Whitening.Apply(Tensor.From(Values, 2, 4), mask, shiftMean: true);

        Assert.Equal(0, whitened.Sum().Item(), 1e-5);
        Assert.Equal(1, whitened.Pow(2).Sum().Item() / Counted.Sum(), 1e-5);
        Near.Equal(whitened, whitened * mask, 0);
    }

    [Fact]
    public void Apply_OtherScaleAndOrigin_GivesTheSame()
    {
        using var scope = new TensorScope();
        Tensor values = Tensor.From(Values, 2, 4);
        Tensor mask = Tensor.From(Counted, 2, 4);

        Near.Equal(Whitening.Apply(values, mask, shiftMean: true), Whitening.Apply((values * 100) + 7, mask, shiftMean: true), 1e-5);
    }

    [Fact]
    public void ApplyPerRow_PaddedRow_EqualsTheRowAlone()
    {
        using var scope = new TensorScope();

        Tensor padded = Whitening.ApplyPerRow(Tensor.From([4f, 6f, 11f, -99f], 2, 2), Tensor.From([1f, 1f, 1f, 0f], 2, 2), shiftMean: false);

        Near.Equal([4, 6, 11, 0], padded, 1e-5);
    }

    [Fact]
    public void Apply_NoSpread_GivesZeros()
    {
        using var scope = new TensorScope();

        Near.Equal([0, 0, 0], Whitening.Apply(Tensor.From([1e6f, 1e6f, 1e6f]), Tensor.From([1f, 1f, 1f]), shiftMean: true), 0);
        Near.Equal([0, 0], Whitening.Apply(Tensor.From([5f, 9f]), Tensor.From([0f, 0f]), shiftMean: true), 0);
        Near.Equal([0, 0], Whitening.ApplyPerRow(Tensor.From([5f, 9f], 1, 2), Tensor.From([0f, 1f], 1, 2), shiftMean: true), 0);
    }

    [Fact]
    public void Apply_TwoProcessesWithUnequalShares_WhitenAsOne()
    {
        using var scope = new TensorScope();
        float[] expected = Whitening.Apply(Tensor.From(Values), Tensor.From(Counted), shiftMean: true).ToArray<float>();

        float[][] shares = Ranks.Run(2, group =>
        {
            using var own = new TensorScope();
            Range share = group.Rank == 0 ? ..3 : 3..;
            return Whitening.Apply(Tensor.From(Values[share]), Tensor.From(Counted[share]), shiftMean: true, group).ToArray<float>();
        });

        Assert.All(expected.Zip(shares.SelectMany(share => share)), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }
}
