using System.Buffers.Binary;
using System.Text.Json;

namespace Trainer.Modeling.Weights;

/// <summary>Writes safetensors files: under a temporary name, flushed to the disk, then renamed, so that no half file is ever seen.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes one file.</summary>
    /// <param name="path">Where it will appear.</param>
    /// <param name="tensors">What goes in; names must differ.</param>
    /// <param name="metadata">Free text to add to the obligatory <c>format: pt</c>.</param>
    public static void Write(string path, IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        NamedTensor[] ordered = [.. tensors.OrderByDescending(tensor => SafetensorsType.Rank(tensor.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        RequireDistinct(ordered);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header(ordered, metadata));
            foreach (NamedTensor tensor in ordered)
            {
                TensorElements.Write(stream, tensor);
            }
        });
    }

    private static void RequireDistinct(NamedTensor[] tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataName };
        if (Array.Find(tensors, tensor => !names.Add(tensor.Name)) is { } taken)
        {
            throw new ArgumentException($"The name '{taken.Name}' is taken. Every tensor of a file needs a name of its own.", nameof(tensors));
        }
    }

    private static byte[] Header(NamedTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[8]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            json.WriteString("format", "pt");
            foreach ((string key, string value) in (metadata ?? new Dictionary<string, string>()).Where(entry => entry.Key != "format"))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (NamedTensor tensor in tensors)
            {
                offset = WriteEntry(json, tensor, offset);
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        byte[] header = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - 8);
        return header;
    }

    private static long WriteEntry(Utf8JsonWriter json, NamedTensor tensor, long offset)
    {
        long end = offset + tensor.Length;
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsType.Name(tensor.Type));
        json.WriteStartArray("shape");
        foreach (long size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
