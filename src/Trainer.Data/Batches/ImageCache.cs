using System.Collections.Concurrent;

namespace Trainer.Data.Batches;

/// <summary>Keeps pictures as they were read, up to a limit of memory.</summary>
/// <remarks>
/// What is once kept stays. Epochs visit each picture equally often, in random order, so that throwing out old ones for
/// new ones would only lower the share of hits.
/// </remarks>
/// <param name="inner">Reads what is not kept.</param>
/// <param name="mostBytes">Limit of memory.</param>
public sealed class ImageCache(IImageReader inner, long mostBytes) : IImageReader
{
    private readonly ConcurrentDictionary<string, float[]> kept = new(StringComparer.Ordinal);
    private long bytes;

    /// <inheritdoc/>
    public int Size => inner.Size;

    /// <inheritdoc/>
    /// <remarks>The array is shared: it must not be changed.</remarks>
    public float[] Read(string path)
    {
        if (kept.TryGetValue(path, out float[]? pixels))
        {
            return pixels;
        }

        pixels = inner.Read(path);
        long size = (long)pixels.Length * sizeof(float);
        bool fits = Interlocked.Add(ref bytes, size) <= mostBytes;
        if (!fits || !kept.TryAdd(path, pixels))
        {
            Interlocked.Add(ref bytes, -size);
        }

        return pixels;
    }
}
