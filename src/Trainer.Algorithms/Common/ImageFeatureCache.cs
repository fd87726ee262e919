using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>
/// Keeps the features of pictures that a frozen vision tower computed, up to a limit of memory. The key is a hash of the
/// pixels, so a changed file or an altered picture never meets another one's features.
/// </summary>
/// <remarks>
/// What is once kept stays. Epochs visit each picture equally often, so that replacing old ones would only lower the
/// share of hits.
/// </remarks>
/// <param name="mostBytes">Limit of memory on the model's device.</param>
public sealed class ImageFeatureCache(long mostBytes) : IDisposable
{
    private readonly Dictionary<UInt128, Tensor> kept = [];
    private long bytes;

    /// <summary>Pictures whose features are kept.</summary>
    public int Count => kept.Count;

    /// <summary>Features of pictures; only those that are not kept are computed, each once.</summary>
    /// <param name="pixels">Float32 [pictures, 3, size, size] on the processor, contiguous.</param>
    /// <param name="encode">The tower, for some of the pictures: [n, 3, size, size] to [n, tokens, width].</param>
    /// <returns>[pictures, tokens, width], without a graph.</returns>
    public Tensor Features(Tensor pixels, Func<Tensor, Tensor> encode)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        UInt128[] keys = Keys(pixels);
        var found = new Dictionary<UInt128, Tensor>();
        long[] missing = [.. Enumerable.Range(0, keys.Length).Where(index => !TryFind(keys[index], found)).DistinctBy(index => keys[index]).Select(index => (long)index)];
        if (missing.Length > 0)
        {
            Tensor computed = encode(pixels.IndexSelect(0, Tensor.From(missing)));
            for (int i = 0; i < missing.Length; i++)
            {
                UInt128 key = keys[missing[i]];
                found[key] = computed.Select(0, i);
                Keep(key, found[key]);
            }
        }

        return scope.Keep(Tensor.Stack(0, [.. keys.Select(key => found[key])]));
    }

    /// <summary>Frees everything that is kept.</summary>
    public void Dispose()
    {
        foreach (Tensor features in kept.Values)
        {
            features.Dispose();
        }

        kept.Clear();
        bytes = 0;
    }

    private bool TryFind(UInt128 key, Dictionary<UInt128, Tensor> found)
    {
        if (kept.TryGetValue(key, out Tensor? features))
        {
            found[key] = features;
        }

        return features is not null;
    }

    private void Keep(UInt128 key, Tensor features)
    {
        long size = features.Count * features.DType.Size();
        if (bytes + size <= mostBytes)
        {
            kept[key] = TensorScope.Release(features.Clone());
            bytes += size;
        }
    }

    private static UInt128[] Keys(Tensor pixels)
    {
        ReadOnlySpan<byte> all = MemoryMarshal.AsBytes(pixels.Span<float>());
        var keys = new UInt128[pixels.Size(0)];
        int length = all.Length / keys.Length;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (int i = 0; i < keys.Length; i++)
        {
            SHA256.HashData(all.Slice(i * length, length), digest);
            keys[i] = MemoryMarshal.Read<UInt128>(digest);
        }

        return keys;
    }
}
