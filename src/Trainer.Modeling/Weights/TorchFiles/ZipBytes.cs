using System.Buffers.Binary;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>Little-endian numbers anywhere in a mapped file, none of them behind its end.</summary>
internal sealed unsafe class ZipBytes(FileMap map)
{
    /// <summary>Bytes of the file.</summary>
    internal long Length => map.Length;

    internal ReadOnlySpan<byte> At(long offset, int length, string what) => offset >= 0 && offset <= map.Length - length
        ? new ReadOnlySpan<byte>(map.Address + offset, length)
        : throw TorchFault.Damaged($"{what} should be {length} bytes at byte {offset}, but the file ends at {map.Length}");

    internal int UInt16(long offset, string what) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2, what));

    internal uint UInt32(long offset, string what) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4, what));

    /// <summary>A number that could exceed what a file can be long is none.</summary>
    internal long Int64(long offset, string what) => BinaryPrimitives.ReadInt64LittleEndian(At(offset, 8, what)) is >= 0 and var value
        ? value
        : throw TorchFault.Damaged($"{what} at byte {offset} is beyond any file");

    internal void RequireSignature(long offset, uint signature, string what)
    {
        if (UInt32(offset, what) is var found && found != signature)
        {
            throw TorchFault.Damaged($"{what} should begin at byte {offset} with {signature:x8}, but there is {found:x8}");
        }
    }
}
