using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

public sealed class RaggedRowsTests
{
    private static readonly RaggedRows Rows = new([2, 1, 3]);

    [Fact]
    public void Pad_AnswersOfDifferentLengths_EndInZeros()
    {
        using var scope = new TensorScope();

        Assert.Equal([1, 2, 0, 3, 0, 0, 4, 5, 6], Rows.Pad([1, 2, 3, 4, 5, 6]).ToArray<float>());
        Assert.Equal([1, 1, 0, 1, 0, 0, 1, 1, 1], Rows.Mask().ToArray<float>());
    }

    [Fact]
    public void Split_WhatWasPadded_IsAsBefore()
    {
        using var scope = new TensorScope();
        float[] flat = [1, 2, 3, 4, 5, 6];

        Assert.Equal(Rows.Split(flat), Rows.Split(Rows.Pad(flat)));
        Assert.Equal([3f], Rows.Split(flat)[1]);
    }
}
