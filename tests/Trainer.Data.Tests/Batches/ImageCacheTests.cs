using Trainer.Data.Batches;

namespace Trainer.Data.Tests.Batches;

public sealed class ImageCacheTests
{
    [Fact]
    public void Read_Again_IsKeptUpToTheLimit()
    {
        var images = new FlatImages();
        var cache = new ImageCache(images, mostBytes: 2 * 12 * sizeof(float));

        foreach (string path in new[] { "a", "bb", "ccc", "a", "bb", "ccc" })
        {
            Assert.All(cache.Read(path), value => Assert.Equal(path.Length, value));
        }

        Assert.Equal(4, images.Reads);
    }
}
