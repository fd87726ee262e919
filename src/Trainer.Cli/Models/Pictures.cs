using Trainer.Data.Batches;
using Trainer.Data.Images;
using Trainer.Modeling.Configuration;

namespace Trainer.Cli.Models;

/// <summary>Reads pictures as a model's tower takes them.</summary>
internal static class Pictures
{
    private const long CacheBytes = 256L << 20;

    internal static IImageReader For(LlavaConfig config) => new ClipPreprocessor(config.Vision.ImageSize, config.ImageAspectRatio);

    /// <summary>The same, for verbs that ask several questions about each picture.</summary>
    internal static IImageReader CachedFor(LlavaConfig config) => new ImageCache(For(config), CacheBytes);
}
