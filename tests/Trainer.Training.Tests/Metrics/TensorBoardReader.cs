using System.Buffers.Binary;
using Google.Protobuf;
using Trainer.Training.Metrics;

namespace Trainer.Training.Tests.Metrics;

/// <summary>One event, as a reader that knows only TensorFlow's published schemas sees it.</summary>
internal sealed record BoardEvent
{
    internal double WallTime { get; set; }

    internal long Step { get; set; }

    internal string FileVersion { get; set; } = string.Empty;

    internal int SessionStatus { get; set; }

    internal Dictionary<string, float> Scalars { get; } = [];
}

/// <summary>Reads event files back: record framing with its checksums, then the protobuf fields.</summary>
internal static class TensorBoardReader
{
    internal static List<BoardEvent> Read(string path)
    {
        var events = new List<BoardEvent>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (!rest.IsEmpty)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(rest);
            Assert.Equal(TfRecordWriter.MaskedChecksum(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            ReadOnlySpan<byte> data = rest.Slice(12, length);
            Assert.Equal(TfRecordWriter.MaskedChecksum(data), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(Event(data.ToArray()));
            rest = rest[(16 + length)..];
        }

        return events;
    }

    private static BoardEvent Event(byte[] data)
    {
        var result = new BoardEvent();
        Fields(data, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    result.WallTime = input.ReadDouble();
                    break;
                case 2:
                    result.Step = input.ReadInt64();
                    break;
                case 3:
                    result.FileVersion = input.ReadString();
                    break;
                case 5:
                    Fields(input.ReadBytes().ToByteArray(), (_, summary) => Scalar(summary.ReadBytes().ToByteArray(), result));
                    break;
                case 7:
                    Fields(input.ReadBytes().ToByteArray(), (_, session) => result.SessionStatus = session.ReadEnum());
                    break;
                default:
                    Assert.Fail($"unexpected field {field}");
                    break;
            }
        });
        return result;
    }

    private static void Scalar(byte[] data, BoardEvent result)
    {
        string tag = string.Empty;
        Fields(data, (field, value) =>
        {
            if (field == 1)
            {
                tag = value.ReadString();
            }
            else
            {
                result.Scalars[tag] = value.ReadFloat();
            }
        });
    }

    private static void Fields(byte[] data, Action<int, CodedInputStream> read)
    {
        using var input = new CodedInputStream(data);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            read(WireFormat.GetTagFieldNumber(tag), input);
        }
    }
}
