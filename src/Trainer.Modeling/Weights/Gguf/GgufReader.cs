using System.Buffers.Binary;
using System.Text;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>Walks over a GGUF header. Every length is held against what is left before it is believed.</summary>
/// <param name="header">The header, and what follows it.</param>
internal ref struct GgufReader(ReadOnlySpan<byte> header)
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> bytes = header;

    /// <summary>Bytes read so far.</summary>
    internal int Position { get; private set; }

    internal uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A number of entries, each of which takes some bytes at least.</summary>
    internal int ReadCount(string what, int leastBytes)
    {
        ulong count = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return count <= (ulong)((bytes.Length - Position) / leastBytes) ? (int)count : throw new CheckpointException($"it claims {count} {what} at byte {Position - 8}, more than the file has room for");
    }

    internal long ReadSize(string what)
    {
        long size = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
        return size >= 0 ? size : throw new CheckpointException($"{what} is {(ulong)size}, too large to exist");
    }

    internal string ReadText()
    {
        try
        {
            return StrictUtf8.GetString(Take(ReadCount("bytes of text", 1)));
        }
        catch (DecoderFallbackException error)
        {
            throw new CheckpointException($"the text before byte {Position} is not valid UTF-8", error);
        }
    }

    /// <summary>A value of a kind, as .NET has it; a list as an array.</summary>
    internal object ReadValue(GgufKind kind) => kind == GgufKind.List ? ReadList() : ReadSingle(kind);

    private Array ReadList()
    {
        var kind = (GgufKind)ReadUInt32();
        Array values = NewList(kind, ReadCount("values", LeastBytes(kind)));
        for (int i = 0; i < values.Length; i++)
        {
            values.SetValue(ReadSingle(kind), i);
        }

        return values;
    }

    /// <summary>Of the values' own type, so that a list takes about as much memory as in the file.</summary>
    private static Array NewList(GgufKind kind, int count) => kind switch
    {
        GgufKind.UInt8 => new byte[count],
        GgufKind.Int8 => new sbyte[count],
        GgufKind.UInt16 => new ushort[count],
        GgufKind.Int16 => new short[count],
        GgufKind.UInt32 => new uint[count],
        GgufKind.Int32 => new int[count],
        GgufKind.Float32 => new float[count],
        GgufKind.Bool => new bool[count],
        GgufKind.Text => new string[count],
        GgufKind.UInt64 => new ulong[count],
        GgufKind.Int64 => new long[count],
        _ => new double[count],
    };

    private object ReadSingle(GgufKind kind) => kind switch
    {
        GgufKind.UInt8 => Take(1)[0],
        GgufKind.Int8 => (sbyte)Take(1)[0],
        GgufKind.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        GgufKind.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Take(2)),
        GgufKind.UInt32 => ReadUInt32(),
        GgufKind.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
        GgufKind.Float32 => BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
        GgufKind.Bool => Take(1)[0] != 0,
        GgufKind.Text => ReadText(),
        GgufKind.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(Take(8)),
        GgufKind.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
        GgufKind.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
        _ => throw Unknown(kind),
    };

    private static int LeastBytes(GgufKind kind) => kind switch
    {
        GgufKind.UInt8 or GgufKind.Int8 or GgufKind.Bool => 1,
        GgufKind.UInt16 or GgufKind.Int16 => 2,
        GgufKind.UInt32 or GgufKind.Int32 or GgufKind.Float32 => 4,
        GgufKind.Text or GgufKind.UInt64 or GgufKind.Int64 or GgufKind.Float64 => 8,
        _ => throw Unknown(kind),
    };

    private static CheckpointException Unknown(GgufKind kind) => new($"its metadata has {(kind == GgufKind.List ? "a list of lists" : $"a value of the unknown kind {(uint)kind}")}");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > bytes.Length - Position)
        {
            throw new CheckpointException($"it ends at byte {bytes.Length}, within its header");
        }

        ReadOnlySpan<byte> taken = bytes.Slice(Position, length);
        Position += length;
        return taken;
    }
}
