using System.Buffers.Binary;
using System.Numerics;

namespace Trainer.Training.Metrics;

/// <summary>
/// TensorFlow's record framing, all little-endian: length (8 bytes), masked CRC-32C of the length, data, masked CRC-32C
/// of the data.
/// </summary>
/// <param name="stream">Where records go; disposed with this.</param>
public sealed class TfRecordWriter(Stream stream) : IDisposable
{
    // Rotating and adding this keeps a checksum of data that itself holds checksums from being trivial.
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Writes one record and flushes it to the system, so that a reader sees whole records.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(header, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedChecksum(header[..8]));
        Span<byte> footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedChecksum(data));
        stream.Write(header);
        stream.Write(data);
        stream.Write(footer);
        stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>CRC-32C (Castagnoli) of the bytes, rotated right by 15 bits, plus a constant.</summary>
    public static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in data)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return unchecked(BitOperations.RotateRight(~checksum, 15) + MaskDelta);
    }
}
