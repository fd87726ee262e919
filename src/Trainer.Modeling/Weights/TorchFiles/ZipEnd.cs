namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>Where an archive's list of entries lies, from the records at the file's end.</summary>
/// <param name="Count">Entries.</param>
/// <param name="Offset">First byte of the list.</param>
/// <param name="Length">Bytes of the list.</param>
internal sealed record ZipEnd(long Count, long Offset, long Length)
{
    private const uint Signature = 0x06054b50;
    private const uint LargeSignature = 0x06064b50;
    private const uint LocatorSignature = 0x07064b50;
    private const int RecordLength = 22;
    private const int LocatorLength = 20;
    private const int LongestComment = ushort.MaxValue;
    private const string Record = "the archive's end record";

    /// <summary>Finds the list and proves that it lies in the file.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    internal static ZipEnd Find(ZipBytes bytes)
    {
        long at = FindRecord(bytes);
        bool isLarge = at >= LocatorLength && bytes.UInt32(at - LocatorLength, Record) == LocatorSignature;
        ZipEnd end = isLarge ? Large(bytes, bytes.Int64(at - LocatorLength + 8, Record)) : Small(bytes, at);
        return end.Offset <= at && end.Length <= at - end.Offset
            ? end
            : throw TorchFault.Damaged($"the archive's list of {end.Length} bytes at byte {end.Offset} does not end before its end record at byte {at}");
    }

    private static ZipEnd Small(ZipBytes bytes, long at) =>
        new(bytes.UInt16(at + 10, Record), bytes.UInt32(at + 16, Record), bytes.UInt32(at + 12, Record));

    /// <summary>torch writes the record of 64-bit numbers always.</summary>
    private static ZipEnd Large(ZipBytes bytes, long at)
    {
        const string record = "the archive's 64-bit end record";
        bytes.RequireSignature(at, LargeSignature, record);
        return new ZipEnd(bytes.Int64(at + 32, record), bytes.Int64(at + 48, record), bytes.Int64(at + 40, record));
    }

    /// <summary>The record ends the file, but for a comment whose length it tells.</summary>
    private static long FindRecord(ZipBytes bytes)
    {
        long last = bytes.Length - RecordLength;
        for (long at = last; at >= Math.Max(0, last - LongestComment); at--)
        {
            if (bytes.UInt32(at, Record) == Signature && at + RecordLength + bytes.UInt16(at + 20, Record) == bytes.Length)
            {
                return at;
            }
        }

        throw TorchFault.Damaged($"it ends at byte {bytes.Length} without the record that ends an archive, so that it was cut");
    }
}
