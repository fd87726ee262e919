using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trainer.Data.Text;

namespace Trainer.Data.Batches;

/// <summary>A pair of answers that is ready to be put into a batch.</summary>
/// <param name="RecordId">The record's identifier.</param>
/// <param name="Pair">Its tokens and labels.</param>
/// <param name="Images">Its pictures, each [3 · size · size], normalised, channel by channel.</param>
public sealed record PreferenceExample(string RecordId, TokenizedPair Pair, IReadOnlyList<float[]> Images)
{
    /// <summary>The pictures made to show less; none where nobody asks for them.</summary>
    public IReadOnlyList<float[]> WeakImages { get; init; } = [];

    /// <summary>
    /// A hash of tokens, labels, instructions and pixels. What was computed for a pair is found by it again, and never for a pair that
    /// another template, limit or picture made of the same record.
    /// </summary>
    public UInt128 Key()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (long[] part in new[] { Pair.Prefix, Pair.Chosen.TokenIds, Pair.Chosen.Labels, Pair.Rejected.TokenIds, Pair.Rejected.Labels })
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([part.Length]));
            hash.AppendData(MemoryMarshal.AsBytes(part.AsSpan()));
        }

        foreach (long[] instruction in Pair.Instructions)
        {
            hash.AppendData(MemoryMarshal.AsBytes(instruction.AsSpan()));
        }

        foreach (float[] picture in Images.Concat(WeakImages))
        {
            hash.AppendData(MemoryMarshal.AsBytes(picture.AsSpan()));
        }

        return MemoryMarshal.Read<UInt128>(hash.GetHashAndReset());
    }
}
