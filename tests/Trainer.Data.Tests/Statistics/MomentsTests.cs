using Trainer.Data.Statistics;

namespace Trainer.Data.Tests.Statistics;

public sealed class MomentsTests
{
    /// <summary>2, 4, 9 have mean 5 and squares 9 + 1 + 16 = 26, divided by 2.</summary>
    [Fact]
    public void Add_ThreeNumbers_GivesMeanAndDeviation()
    {
        Moments moments = Of(2, 4, 9);

        Assert.Equal(5, moments.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(13), moments.Deviation, 1e-12);
    }

    [Fact]
    public void Add_LargeOffset_ChangesNoDeviation() => Assert.Equal(Of(1, 2, 4).Deviation, Of(1e9 + 1, 1e9 + 2, 1e9 + 4).Deviation, 1e-6);

    [Fact]
    public void Deviation_OneNumber_IsZero() => Assert.Equal(0, Of(7).Deviation);

    private static Moments Of(params double[] values)
    {
        var moments = new Moments();
        Array.ForEach(values, moments.Add);
        return moments;
    }
}
