using System.Runtime.InteropServices;

namespace Trainer.Preparation.Common;

/// <summary>The names that a file has so far. They are on the disk too, so that an interrupted conversion knows them when it goes on.</summary>
internal sealed class SeenIds : IDisposable
{
    private readonly HashSet<ulong> seen;
    private readonly FileStream stream;

    /// <summary>Opens the list and cuts it off behind the names that count.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="count">How many names were written when the conversion was saved.</param>
    internal SeenIds(string path, long count)
    {
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        stream.SetLength(count * sizeof(ulong));
        var hashes = new ulong[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(hashes.AsSpan()));
        seen = [.. hashes];
    }

    internal bool Contains(string id) => seen.Contains(NameHash.Of(id));

    internal void Add(string id)
    {
        ulong hash = NameHash.Of(id);
        seen.Add(hash);
        stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in hash)));
    }

    internal void Flush() => stream.Flush(flushToDisk: true);

    public void Dispose() => stream.Dispose();
}
