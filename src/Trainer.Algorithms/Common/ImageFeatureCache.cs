using System.Runtime.InteropServices;
using System.Security.Cryptography;
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
    /// <param name="encode">The tower, for one picture: [1, 3, size, size] to [1, tokens, width].</param>
    /// <returns>[pictures, tokens, width], without a graph.</returns>
    public Tensor Features(Tensor pixels, Func<Tensor, Tensor> encode)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        UInt128[] keys = Keys(pixels);
        var found = new Dictionary<UInt128, Tensor>();
        for (int i = 0; i < keys.Length; i++)
        {
            if (!found.ContainsKey(keys[i]))
            {
                found[keys[i]] = kept.TryGetValue(keys[i], out Tensor? features) ? features : Compute(keys[i], pixels.Narrow(0, i, 1), encode);
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

    // One picture at a time: in a batch its last bits would depend on which others were missing, and so on where a run
    // was interrupted.
    private Tensor Compute(UInt128 key, Tensor picture, Func<Tensor, Tensor> encode)
    {
        Tensor features = encode(picture).Squeeze(0);
        long size = features.Count * features.DType.Size();
        if (bytes + size <= mostBytes)
        {
            kept[key] = TensorScope.Release(features.Clone());
            bytes += size;
        }

        return features;
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
