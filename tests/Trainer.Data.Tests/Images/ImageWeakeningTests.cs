using Trainer.Data.Images;
using Trainer.Torch;

namespace Trainer.Data.Tests.Images;

public sealed class ImageWeakeningTests
{
    private const int Size = 20;
    private static readonly float[] Ramp = [.. Enumerable.Range(0, 3 * Size * Size).Select(i => (float)(i % (Size * Size)))];

    public static TheoryData<bool> Kinds => [true, false];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weaken_SameName_GivesTheSameCopy(bool crops)
    {
        IImageWeakening weakening = Create(crops, seed: 7);

        Assert.Equal(weakening.Weaken(Ramp, "a/0"), weakening.Weaken(Ramp, "a/0"));
        Assert.NotEqual(weakening.Weaken(Ramp, "a/0"), weakening.Weaken(Ramp, "b/0"));
        Assert.NotEqual(weakening.Weaken(Ramp, "a/0"), Create(crops, seed: 8).Weaken(Ramp, "a/0"));
        Assert.Equal(0, Ramp[0]);
    }

    [Fact]
    public void Crop_Ramp_ShowsAtMostAFifthOfIt()
    {
        var crop = new RandomCrop(Size, new RandomRoot(1));
        for (int picture = 0; picture < 100; picture++)
        {
            float[] weak = crop.Weaken(Ramp, $"{picture}");

            // Values are row · size + column, so that the corners of the copy tell which part was kept.
            double columns = weak[Size - 1] - weak[0] + 1;
            double rows = ((weak[Size * (Size - 1)] - weak[0]) / Size) + 1;
            Assert.InRange(columns * rows, 1, (0.2 * Size * Size) + columns + rows);
            Assert.InRange(columns / rows, 0.4, 2.5);
        }
    }

    [Fact]
    public void Crop_FlatPicture_StaysFlat()
    {
        float[] flat = [.. Enumerable.Repeat(0.5f, 3 * Size * Size)];

        Assert.Equal(flat, new RandomCrop(Size, new RandomRoot(1)).Weaken(flat, "a"));
    }

    [Fact]
    public void Noise_LastStep_LeavesTheSharesOfSignalAndNoise()
    {
        float[] flat = [.. Enumerable.Repeat(2f, 3 * 64 * 64)];

        float[] weak = new NoisyImage(999, new RandomRoot(1)).Weaken(flat, "a");

        double mean = weak.Average();
        Assert.Equal(2 * 0.285043, mean, 0.05);
        Assert.Equal(0.958515, Math.Sqrt(weak.Average(value => (value - mean) * (value - mean))), 0.05);
    }

    private static IImageWeakening Create(bool crops, ulong seed) =>
        crops ? new RandomCrop(Size, new RandomRoot(seed)) : new NoisyImage(500, new RandomRoot(seed));
}
