using System.Buffers.Binary;
using System.Text;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>Reads a pickle's bytes from front to back.</summary>
internal sealed class PickleBytes(byte[] bytes)
{
    private const int LongestText = 1 << 16;
    private const int LongestInteger = 8;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes that were read.</summary>
    internal int Offset { get; private set; }

    internal byte Byte() => Take(1)[0];

    internal int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>The one number that is written with its highest byte first.</summary>
    internal double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    internal ReadOnlySpan<byte> Take(int length)
    {
        if (length > bytes.Length - Offset)
        {
            throw TorchFault.Damaged($"{length} bytes should follow byte {Offset}, but the pickle ends at {bytes.Length}");
        }

        Offset += length;
        return bytes.AsSpan(Offset - length, length);
    }

    /// <summary>A whole number in as few bytes as it needs, with a sign.</summary>
    internal long Integer()
    {
        int length = Byte();
        ReadOnlySpan<byte> digits = Take(length);
        if (length > LongestInteger)
        {
            throw TorchFault.Refused($"a whole number has {length} bytes, more than {LongestInteger}");
        }

        long value = length > 0 && digits[^1] >= 0x80 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | digits[i];
        }

        return value;
    }

    internal string Text(uint length)
    {
        if (length > LongestText)
        {
            throw TorchFault.Refused($"a text claims {length} bytes, more than {LongestText}");
        }

        return Decode(Take((int)length));
    }

    /// <summary>Text that a line feed ends.</summary>
    internal string Line()
    {
        int length = bytes.AsSpan(Offset, Math.Min(LongestText, bytes.Length - Offset)).IndexOf((byte)'\n');
        if (length < 0)
        {
            throw TorchFault.Damaged($"the line at byte {Offset} has no end");
        }

        string line = Decode(Take(length));
        Offset++;
        return line;
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            throw TorchFault.Damaged($"a text is not UTF-8: {error.Message.TrimEnd('.')}");
        }
    }
}
