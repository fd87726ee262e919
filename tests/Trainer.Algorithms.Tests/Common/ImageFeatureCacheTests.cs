using Trainer.Algorithms.Common;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Common;

public sealed class ImageFeatureCacheTests
{
    [Fact]
    public void Features_SeenPictures_AreNotComputedAgain()
    {
        using var scope = new TensorScope();
        using var cache = new ImageFeatureCache(mostBytes: 1 << 20);
        var tower = new CountingTower();

        Tensor first = cache.Features(Pixels(1, 2, 1), tower.Encode);
        Tensor second = cache.Features(Pixels(2, 3), tower.Encode);

        Assert.Equal([2f, 4f, 2f], Values(first));
        Assert.Equal([4f, 6f], Values(second));
        Assert.Equal([1f, 2f, 3f], tower.Seen);
    }

    [Fact]
    public void Features_FullCache_StillAnswersRight()
    {
        // Room for one picture's features: 2 tokens of 1 float.
        using var scope = new TensorScope();
        using var cache = new ImageFeatureCache(mostBytes: 8);
        var tower = new CountingTower();

        cache.Features(Pixels(1, 2), tower.Encode);
        Tensor again = cache.Features(Pixels(1, 2), tower.Encode);

        Assert.Equal([2f, 4f], Values(again));
        Assert.Equal([1f, 2f, 2f], tower.Seen);
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Dispose_FreesWhatIsKept()
    {
        long before = TensorScope.LiveTensors;
        using (new TensorScope())
        {
            using var cache = new ImageFeatureCache(mostBytes: 1 << 20);
            cache.Features(Pixels(1, 2), new CountingTower().Encode);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static Tensor Pixels(params float[] shades) =>
        Tensor.From([.. shades.SelectMany(shade => Enumerable.Repeat(shade, 3))], shades.Length, 3, 1, 1);

    private static float[] Values(Tensor features) => features.Select(1, 0).ToArray<float>();

    /// <summary>Doubles the first channel, as two tokens of one feature.</summary>
    private sealed class CountingTower
    {
        internal List<float> Seen { get; } = [];

        internal Tensor Encode(Tensor pixels)
        {
            Seen.AddRange(pixels.Select(1, 0).ToArray<float>());
            return (pixels.Select(1, 0).Reshape(-1, 1, 1) * 2).Expand(-1, 2, 1);
        }
    }
}
