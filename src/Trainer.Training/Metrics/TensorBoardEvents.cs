using Google.Protobuf;

namespace Trainer.Training.Metrics;

/// <summary>
/// The parts of TensorFlow's <c>event.proto</c> and <c>summary.proto</c> that curves need, written field by field:
/// Event { 1 wall_time, 2 step, 3 file_version, 5 summary, 7 session_log }, Summary { 1 value }, Value { 1 tag, 2 simple_value }.
/// </summary>
internal static class TensorBoardEvents
{
    private const int SessionStart = 1;

    /// <summary>The first event of every file.</summary>
    internal static byte[] FileVersion(DateTimeOffset time) => Message(output =>
    {
        WriteTime(output, time);
        output.WriteTag(3, WireFormat.WireType.LengthDelimited);
        output.WriteString("brain.Event:2");
    });

    /// <summary>Says that a session starts at a step: TensorBoard hides what earlier files have from there on.</summary>
    internal static byte[] RestartAt(DateTimeOffset time, int step) => Message(output =>
    {
        WriteTime(output, time);
        WriteStep(output, step);
        WriteMessage(output, 7, session =>
        {
            session.WriteTag(1, WireFormat.WireType.Varint);
            session.WriteEnum(SessionStart);
        });
    });

    /// <summary>Points on curves.</summary>
    internal static byte[] Scalars(DateTimeOffset time, int step, IEnumerable<KeyValuePair<string, double>> values) => Message(output =>
    {
        WriteTime(output, time);
        WriteStep(output, step);
        WriteMessage(output, 5, summary =>
        {
            foreach ((string tag, double value) in values)
            {
                WriteMessage(summary, 1, entry =>
                {
                    entry.WriteTag(1, WireFormat.WireType.LengthDelimited);
                    entry.WriteString(tag);
                    entry.WriteTag(2, WireFormat.WireType.Fixed32);
                    entry.WriteFloat((float)value);
                });
            }
        });
    });

    private static void WriteTime(CodedOutputStream output, DateTimeOffset time)
    {
        output.WriteTag(1, WireFormat.WireType.Fixed64);
        output.WriteDouble((time - DateTimeOffset.UnixEpoch).TotalSeconds);
    }

    private static void WriteStep(CodedOutputStream output, int step)
    {
        output.WriteTag(2, WireFormat.WireType.Varint);
        output.WriteInt64(step);
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
        {
            write(output);
        }

        return buffer.ToArray();
    }
}
