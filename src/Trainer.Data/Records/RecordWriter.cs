using System.Text.Encodings.Web;
using System.Text.Json;

namespace Trainer.Data.Records;

/// <summary>Writes records as this project's JSONL: one object a line, so that the format named <c>trainer</c> reads them back.</summary>
public static class RecordWriter
{
    // "<image>" and letters of any language stay readable, as in the datasets of others.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a conversation and ends the line.</summary>
    public static void Write(Stream target, ConversationRecord record) => Write(target, record, json =>
    {
        WriteTurns(json, "conversations", record.Turns);
        json.WriteNumber("weight", record.Weight);
    });

    /// <summary>Writes a preference and ends the line.</summary>
    public static void Write(Stream target, PreferenceRecord record) => Write(target, record, json =>
    {
        WriteTurns(json, "prompt", record.Turns);
        json.WriteString("chosen", record.Chosen);
        json.WriteString("rejected", record.Rejected);
    });

    /// <summary>Writes a prompt and ends the line.</summary>
    public static void Write(Stream target, PromptRecord record) => Write(target, record, json =>
    {
        WriteTurns(json, "prompt", record.Turns);
        json.WriteNumber("caption_type", (int)record.CaptionType);
        json.WriteNumber("length_bonus", record.LengthBonus);
    });

    private static void Write(Stream target, IRecord record, Action<Utf8JsonWriter> writeOwnFields)
    {
        using (var json = new Utf8JsonWriter(target, Plain))
        {
            json.WriteStartObject();
            json.WriteString("id", record.Id);
            json.WriteStartArray("images");
            foreach (string image in record.Images)
            {
                json.WriteStringValue(image);
            }

            json.WriteEndArray();
            writeOwnFields(json);
            if (record.Source is not null)
            {
                json.WriteString("source", record.Source);
            }

            json.WriteEndObject();
        }

        target.WriteByte((byte)'\n');
    }

    internal static void WriteTurns(Utf8JsonWriter json, string name, IReadOnlyList<Turn> turns)
    {
        json.WriteStartArray(name);
        foreach (Turn turn in turns)
        {
            json.WriteStartObject();
            json.WriteString("from", turn.From.ToString().ToLowerInvariant());
            json.WriteString("value", turn.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
