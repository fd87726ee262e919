using System.Text.Encodings.Web;
using System.Text.Json;
using Trainer.Data.Records;
using Trainer.Modeling.Weights;

namespace Trainer.Algorithms.Bpo;

/// <summary>Writes preferences: as BPO's own file of all answers, and as this project's pairs.</summary>
internal static class BpoFiles
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every record with all its answers, one JSON list. Pictures' marks are left out of prompts, where training adds its own.</summary>
    internal static void WriteCompletions(string path, IEnumerable<BpoRecord> records) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Format);
        json.WriteStartArray();
        foreach (BpoRecord record in records)
        {
            Write(json, record);
        }

        json.WriteEndArray();
    });

    /// <summary>The annotated answer against each lesser one, one JSON object a line.</summary>
    internal static void WritePairs(string path, IEnumerable<BpoRecord> records) => AtomicFile.Write(path, stream =>
    {
        foreach (PreferenceRecord pair in records.SelectMany(PairsOf))
        {
            RecordWriter.Write(stream, pair);
        }
    });

    /// <summary>The pairs of one record.</summary>
    internal static IEnumerable<PreferenceRecord> PairsOf(BpoRecord record) => record.Completions
        .Where(other => other.Score < record.Positive.Score)
        .Select((other, index) => new PreferenceRecord
        {
            Id = index == 0 ? record.Id : $"{record.Id}.{index}",
            Images = record.Images,
            Turns = record.Turns,
            Chosen = record.Positive.Response,
            Rejected = other.Response,
            Source = record.Source,
        });

    private static void Write(Utf8JsonWriter json, BpoRecord record)
    {
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        json.WriteString("prompt", record.Question);
        if (record.Image is { } image)
        {
            json.WriteString("image", image);
        }

        json.WriteStartArray("completions");
        foreach (Completion completion in record.Completions)
        {
            json.WriteStartObject();
            json.WriteString("response", completion.Response);
            json.WriteNumber("score", completion.Score);
            json.WriteString("type", completion.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("source", record.Source);
        json.WriteEndObject();
    }
}
