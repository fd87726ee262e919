using System.Buffers.Binary;

namespace Trainer.Data.Text.Pieces;

/// <summary>Walks over the fields of one message of Protocol Buffers; https://protobuf.dev/programming-guides/encoding. Nothing is read beyond its bytes.</summary>
/// <param name="message">The message.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int MostNumberBytes = 10;

    private readonly int length = message.Length;
    private ReadOnlySpan<byte> rest = message;

    /// <summary>Moves to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="DataException">The message ends within a field, or isn't one.</exception>
    internal bool Read(out ProtobufField field)
    {
        field = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        ulong key = ReadNumber();
        var kind = (ProtobufKind)(key & 7);
        ReadOnlySpan<byte> value = kind switch
        {
            ProtobufKind.Number => [],
            ProtobufKind.Bits64 => Take(sizeof(ulong)),
            ProtobufKind.Bytes => Take(ReadNumber()),
            ProtobufKind.Bits32 => Take(sizeof(float)),
            _ => throw Broken($"a field of kind {(int)kind}, which these files don't have"),
        };
        field = new ProtobufField(key >> 3, kind, kind == ProtobufKind.Number ? ReadNumber() : 0, value);
        return true;
    }

    private ulong ReadNumber()
    {
        ulong number = 0;
        for (int index = 0; index < MostNumberBytes; index++)
        {
            byte next = Take(1)[0];
            number |= (ulong)(next & 0x7f) << (7 * index);
            if (next < 0x80)
            {
                return number;
            }
        }

        throw Broken("a number of more than ten bytes");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
        {
            throw Broken($"something {count} bytes long where {rest.Length} are left");
        }

        ReadOnlySpan<byte> taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    private readonly DataException Broken(string what) => new($"Byte {length - rest.Length} of a message has {what}.");
}

/// <summary>How the value of a field is written.</summary>
internal enum ProtobufKind
{
    Number = 0,
    Bits64 = 1,
    Bytes = 2,
    Bits32 = 5,
}

/// <summary>One field of a message.</summary>
/// <param name="id">Which of the message's fields it is.</param>
/// <param name="kind">How its value is written.</param>
/// <param name="number">Its value where it is a number.</param>
/// <param name="bytes">Its value where it is anything else.</param>
internal readonly ref struct ProtobufField(ulong id, ProtobufKind kind, ulong number, ReadOnlySpan<byte> bytes)
{
    private readonly ulong number = number;
    private readonly ReadOnlySpan<byte> bytes = bytes;

    internal ulong Id { get; } = id;

    internal ulong Number => Of(ProtobufKind.Number) ? number : 0;

    internal bool Flag => Number != 0;

    internal float Float => Of(ProtobufKind.Bits32) ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : 0;

    internal ReadOnlySpan<byte> Bytes => Of(ProtobufKind.Bytes) ? bytes : default;

    private bool Of(ProtobufKind expected) => kind == expected ? true : throw new DataException($"Field {Id} is written as {kind}, but {expected} was expected.");
}
