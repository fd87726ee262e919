using Trainer.Data.Sampling;
using Trainer.Torch;

namespace Trainer.Data.Tests.Sampling;

public sealed class SubsetTests
{
    private static readonly RandomRoot Root = new(17);
    private static readonly int[] Positions = [.. Enumerable.Range(100, 50)];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 5)]
    [InlineData(0.001, 1)]
    [InlineData(7, 7)]
    public void HoldOut_ShareOrCount_DividesAll(double size, int expected)
    {
        HoldOut parts = Subset.HoldOut(Positions, size, Root, "a");

        Assert.Equal(expected, parts.HeldOut.Count);
        Assert.Equal(Positions, parts.Rest.Concat(parts.HeldOut).Order());
    }

    [Fact]
    public void HoldOut_Everything_Throws() => Assert.Throws<DataException>(() => Subset.HoldOut(Positions, 50, Root, "a"));

    [Theory]
    [InlineData(1, 50)]
    [InlineData(0.5, 25)]
    [InlineData(0.001, 1)]
    public void Draw_Fraction_TakesThatManyInOrder(double fraction, int expected)
    {
        IReadOnlyList<int> drawn = Subset.Draw(Positions, fraction, Root, "a");

        Assert.Equal(expected, drawn.Distinct().Count());
        Assert.Equal(drawn.Order(), drawn);
        Assert.Equal(drawn, Subset.Draw(Positions, fraction, new RandomRoot(17), "a"));
    }
}
