using Trainer.Algorithms.Common.Rewards;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Common.Rewards;

public sealed class RewardCardTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly RewardCard card = RewardCards.Of(TinyLlava.Config) with { HeldOutAccuracy = 0.75, HeldOutPairs = 8 };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSameAndFits()
    {
        card.Write(folder.Path);
        RewardCard read = RewardCard.Read(folder.Path);

        Assert.Equal(card, read);
        read.Require(TinyLlava.Config);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not json")]
    public void Read_Damaged_SaysSo(string text)
    {
        folder.Write(RewardCard.FileName, text);

        Assert.Throws<CheckpointException>(() => RewardCard.Read(folder.Path));
    }

    [Fact]
    public void Require_OtherPictures_NamesWhatDiffers() => Assert.Contains(
        "image_size is 9 there, but 8 here",
        Assert.Throws<CheckpointException>(() => (card with { ImageSize = 9 }).Require(TinyLlava.Config)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Require_OtherWords_IsRefused() =>
        Assert.Throws<CheckpointException>(() => (card with { PromptHash = "0" }).Require(TinyLlava.Config));

    [Fact]
    public void Read_HeadOfAnotherWidth_IsRefused()
    {
        using (RewardHead head = RewardHead.Fresh(8, card, new RandomRoot(1), Device.Cpu))
        {
            head.Write(folder.Path);
        }

        using RewardHead same = RewardHead.Read(folder.Path, 8, Device.Cpu);
        same.RequireWritten(folder.Path);
        Assert.Throws<CheckpointException>(() => RewardHead.Read(folder.Path, 12, Device.Cpu));
    }
}
