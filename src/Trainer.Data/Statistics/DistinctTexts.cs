using System.Security.Cryptography;
using System.Text;

namespace Trainer.Data.Statistics;

/// <summary>Tells texts that were seen before, by 64 bits of their hash: a few dozen bytes for each different one, however long it is.</summary>
public sealed class DistinctTexts
{
    private readonly HashSet<ulong> seen = [];

    /// <summary>Different texts so far.</summary>
    public int Count => seen.Count;

    /// <summary>Adds a text.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(string text) => seen.Add(BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
}
