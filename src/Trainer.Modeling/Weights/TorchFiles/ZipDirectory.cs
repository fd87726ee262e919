using System.Text;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>
/// The entries of an archive whose entries are stored, not compressed: each is a stretch of the file, and no two share a byte. So nothing
/// can unpack to more than the file holds.
/// </summary>
internal static class ZipDirectory
{
    private const uint EntrySignature = 0x02014b50;
    private const uint HeaderSignature = 0x04034b50;
    private const int EntryLength = 46;
    private const int HeaderLength = 30;
    private const int LargeField = 1;
    private const int Encrypted = 1;
    private const int MostEntries = 1_000_000;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads and checks the list.</summary>
    /// <returns>Every entry by its name.</returns>
    /// <exception cref="CheckpointException">A rule is broken; the message says which.</exception>
    internal static Dictionary<string, ZipEntry> Read(FileMap map)
    {
        var bytes = new ZipBytes(map);
        ZipEnd end = ZipEnd.Find(bytes);
        if (end.Count > Math.Min(MostEntries, end.Length / EntryLength))
        {
            throw TorchFault.Damaged($"the archive claims {end.Count} entries in a list of {end.Length} bytes");
        }

        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        long at = end.Offset;
        for (long i = 0; i < end.Count; i++)
        {
            ZipEntry entry = ReadEntry(bytes, ref at);
            if (!entries.TryAdd(entry.Name, entry))
            {
                throw TorchFault.Refused($"entry '{TorchFault.Shown(entry.Name)}' is listed twice");
            }
        }

        RequireApart(entries.Values, end.Offset);
        return entries;
    }

    private static ZipEntry ReadEntry(ZipBytes bytes, ref long at)
    {
        string what = $"the entry at byte {at} of the archive's list";
        bytes.RequireSignature(at, EntrySignature, what);
        int nameLength = bytes.UInt16(at + 28, what);
        int extraLength = bytes.UInt16(at + 30, what);
        string name = ReadName(bytes.At(at + EntryLength, nameLength, what));
        RequireStored(name, bytes.UInt16(at + 8, what), bytes.UInt16(at + 10, what));
        long extra = at + EntryLength + nameLength;
        long[] numbers = Enlarge(bytes, [bytes.UInt32(at + 24, what), bytes.UInt32(at + 20, what), bytes.UInt32(at + 42, what)], extra, extra + extraLength);
        at = extra + extraLength + bytes.UInt16(at + 32, what);
        return numbers[0] == numbers[1]
            ? new ZipEntry(name, numbers[2], DataOf(bytes, name, numbers[2]), numbers[0])
            : throw TorchFault.Damaged($"entry '{TorchFault.Shown(name)}' is stored, but claims {numbers[1]} bytes for {numbers[0]}");
    }

    /// <summary>Size, stored size and place: those that 32 bits can't hold stand in a field of their own, in this order.</summary>
    private static long[] Enlarge(ZipBytes bytes, long[] numbers, long at, long end)
    {
        const string what = "an entry's 64-bit sizes";
        while (at <= end - 4)
        {
            int length = bytes.UInt16(at + 2, what);
            if (bytes.UInt16(at, what) == LargeField)
            {
                long value = at + 4;
                for (int i = 0; i < numbers.Length && value <= Math.Min(end, at + 4 + length) - 8; i++)
                {
                    if (numbers[i] == uint.MaxValue)
                    {
                        numbers[i] = bytes.Int64(value, what);
                        value += 8;
                    }
                }
            }

            at += 4 + length;
        }

        return numbers;
    }

    /// <summary>The header before the bytes repeats the name; its sizes may be empty, so that only its own length counts.</summary>
    private static long DataOf(ZipBytes bytes, string name, long at)
    {
        string what = $"the header of entry '{TorchFault.Shown(name)}'";
        bytes.RequireSignature(at, HeaderSignature, what);
        RequireStored(name, bytes.UInt16(at + 6, what), bytes.UInt16(at + 8, what));
        int nameLength = bytes.UInt16(at + 26, what);
        string own = ReadName(bytes.At(at + HeaderLength, nameLength, what));
        return own == name
            ? at + HeaderLength + nameLength + bytes.UInt16(at + 28, what)
            : throw TorchFault.Refused($"entry '{TorchFault.Shown(name)}' calls itself '{TorchFault.Shown(own)}' in its own header");
    }

    private static void RequireStored(string name, int flags, int method)
    {
        if (method != 0 || (flags & Encrypted) != 0)
        {
            throw TorchFault.SaveAgain($"entry '{TorchFault.Shown(name)}' is compressed or encrypted (method {method}, flags {flags:x4}), but torch stores entries as they are");
        }
    }

    private static string ReadName(ReadOnlySpan<byte> bytes)
    {
        try
        {
            string name = StrictUtf8.GetString(bytes);
            return name.AsSpan().IndexOfAny('\\', '\0', ':') < 0 && !name.Split('/').Any(part => part is "" or "." or "..")
                ? name
                : throw TorchFault.Refused($"entry '{TorchFault.Shown(name)}' is not a plain path inside the archive");
        }
        catch (DecoderFallbackException error)
        {
            throw TorchFault.Damaged($"an entry's name is not UTF-8: {error.Message.TrimEnd('.')}");
        }
    }

    private static void RequireApart(IEnumerable<ZipEntry> entries, long end)
    {
        ZipEntry? before = null;
        foreach (ZipEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.Data))
        {
            if (entry.Begin < (before?.End ?? 0))
            {
                throw TorchFault.Refused($"entries '{TorchFault.Shown(before!.Name)}' and '{TorchFault.Shown(entry.Name)}' overlap at byte {entry.Begin}");
            }

            if (entry.Length > end - entry.Data)
            {
                throw TorchFault.Damaged($"entry '{TorchFault.Shown(entry.Name)}' of {entry.Length} bytes at byte {entry.Data} reaches into the archive's list at byte {end}");
            }

            before = entry;
        }
    }
}
