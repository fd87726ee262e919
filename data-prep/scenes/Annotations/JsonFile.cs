using System.Text.Json;
using Trainer.Modeling.Weights;

namespace Trainer.Scenes.Annotations;

/// <summary>JSON files that appear whole or not at all.</summary>
internal static class JsonFile
{
    /// <summary>Writes one value.</summary>
    internal static void Write(string path, Action<Utf8JsonWriter> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            write(json);
        });
    }

    /// <summary>Writes one value a line.</summary>
    internal static void WriteLines<T>(string path, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream =>
        {
            foreach (T item in items)
            {
                using (var json = new Utf8JsonWriter(stream))
                {
                    write(json, item);
                }

                stream.WriteByte((byte)'\n');
            }
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
