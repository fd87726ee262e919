using System.Text.Encodings.Web;
using System.Text.Json;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Records.Formats;
using Trainer.Modeling.Weights;

namespace Trainer.Data.Preferences;

/// <summary>Files of two answers to each prompt, in LLaVA-RLHF's own format, before and after somebody has compared them.</summary>
public static class ComparisonFile
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Opens a file, whether it is labelled or not.</summary>
    /// <exception cref="DataException">It can't be read, or has no records.</exception>
    public static RecordFile<ComparisonRecord> Open(string path) => RecordFile.Open(path, new ComparisonFormat());

    /// <summary>Writes pairs as one JSON list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pairs">The pairs.</param>
    public static void Write(string path, IEnumerable<LabelledComparison> pairs) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Format);
        json.WriteStartArray();
        foreach (LabelledComparison pair in pairs)
        {
            Write(json, pair);
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, LabelledComparison pair)
    {
        ComparisonRecord record = pair.Record;
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        WriteImages(json, record.Images);
        RecordWriter.WriteTurns(json, "conversations", record.Reference is { } reference ? [.. record.Turns, new Turn(Speaker.Gpt, reference)] : record.Turns);
        WriteAnswer(json, "output_1", record.First);
        WriteAnswer(json, "output_2", record.Second);
        if (pair.Preference is { } preference)
        {
            json.WriteNumber("preference", preference);
        }

        if (record.Source is { } source)
        {
            json.WriteString("source", source);
        }

        json.WriteEndObject();
    }

    /// <summary>One path alone, as LLaVA-RLHF's code expects it; several as a list.</summary>
    private static void WriteImages(Utf8JsonWriter json, IReadOnlyList<string> images)
    {
        if (images.Count == 1)
        {
            json.WriteString("image", images[0]);
        }
        else if (images.Count > 1)
        {
            json.WriteStartArray("image");
            foreach (string image in images)
            {
                json.WriteStringValue(image);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteAnswer(Utf8JsonWriter json, string name, string answer)
    {
        json.WriteStartObject(name);
        json.WriteString("from", "gpt");
        json.WriteString("value", answer);
        json.WriteEndObject();
    }
}

/// <summary>Two answers, and which of them is better.</summary>
/// <param name="Record">The answers.</param>
/// <param name="Preference">1 or 2; null: nobody has compared them yet.</param>
public sealed record LabelledComparison(ComparisonRecord Record, int? Preference);
