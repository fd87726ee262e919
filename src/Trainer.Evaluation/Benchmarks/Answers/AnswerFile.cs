using System.Text.Json;
using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks.Answers;

/// <summary>Answers as JSON lines (<c>question_id</c>, <c>image</c>, <c>prompt</c>, <c>answer</c>), one flushed batch after the other.</summary>
public static class AnswerFile
{
    /// <summary>Reads a file; LLaVA's, which call the answer <c>text</c>, are read too.</summary>
    /// <exception cref="DataException">A line is no such answer.</exception>
    public static IReadOnlyList<SavedAnswer> Read(string path) => JsonLines.Read(path, line => new SavedAnswer(
        line["question_id"].AsIdentifier(),
        line.Find("image")?.AsText() ?? "",
        line.Find("prompt")?.AsText() ?? "",
        (line.Find("answer") ?? line["text"]).AsText()));

    /// <summary>Opens a file to append to, after cutting off a last line that an interrupted run left torn.</summary>
    public static AnswerWriter Append(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        RepairEnd(stream);
        return new AnswerWriter(stream);
    }

    private static void RepairEnd(FileStream stream)
    {
        byte[] tail = ReadLastLine(stream, out long start);
        if (tail.Length > 0 && tail[^1] != '\n')
        {
            if (IsJson(tail))
            {
                // Only the line break is missing: the answer itself is whole.
                stream.Seek(0, SeekOrigin.End);
                stream.WriteByte((byte)'\n');
            }
            else
            {
                stream.SetLength(start);
            }
        }

        stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>The bytes after the last line break that isn't the file's last byte.</summary>
    private static byte[] ReadLastLine(FileStream stream, out long start)
    {
        start = Math.Max(0, stream.Length - 1);
        while (start > 0 && ByteAt(stream, start - 1) != '\n')
        {
            start--;
        }

        stream.Position = start;
        var bytes = new byte[stream.Length - start];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static int ByteAt(FileStream stream, long position)
    {
        stream.Position = position;
        return stream.ReadByte();
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
