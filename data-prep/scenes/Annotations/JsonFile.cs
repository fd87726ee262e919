using System.Text.Encodings.Web;
using System.Text.Json;
using Trainer.Modeling.Weights;

namespace Trainer.Scenes.Annotations;

/// <summary>JSON files that appear whole or not at all.</summary>
internal static class JsonFile
{
    // "<image>" stays readable, as in the datasets that these files stand for.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one value.</summary>
    internal static void Write(string path, Action<Utf8JsonWriter> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, Plain);
            write(json);
        });
    }

    /// <summary>Writes a named list.</summary>
    internal static void WriteList<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }
}
