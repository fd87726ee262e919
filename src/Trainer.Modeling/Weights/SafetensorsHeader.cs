using System.Text.Json;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>What a safetensors file says about one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Start">First byte, from the end of the header.</param>
/// <param name="End">Byte after the last.</param>
public sealed record SafetensorsEntry(string Name, DType DType, long[] Shape, long Start, long End);

/// <summary>Reads and checks safetensors headers.</summary>
internal static class SafetensorsHeader
{
    /// <summary>Parses a header whose data section has a number of bytes.</summary>
    /// <exception cref="JsonException">It is no JSON, or an entry is not as it has to be.</exception>
    internal static Dictionary<string, SafetensorsEntry> Parse(ReadOnlyMemory<byte> json, long dataBytes)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("the header is not a JSON object");
        }

        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach (JsonProperty property in document.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            if (!entries.TryAdd(property.Name, Entry(property)))
            {
                throw new JsonException($"'{property.Name}' appears twice");
            }
        }

        RequireTiling(entries.Values, dataBytes);
        return entries;
    }

    private static SafetensorsEntry Entry(JsonProperty property)
    {
        try
        {
            JsonElement value = property.Value;
            string typeName = value.GetProperty("dtype").GetString() ?? string.Empty;
            DType type = SafetensorsTypes.Find(typeName) ?? throw new JsonException($"'{property.Name}' has the unknown type '{typeName}'");
            long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            long[] offsets = [.. value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
            if (offsets.Length != 2 || shape.Any(size => size < 0) || offsets[1] - offsets[0] != Bytes(shape, type))
            {
                throw new JsonException($"the offsets of '{property.Name}' don't fit its shape and type");
            }

            return new SafetensorsEntry(property.Name, type, shape, offsets[0], offsets[1]);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new JsonException($"the entry of '{property.Name}' is malformed: {error.Message}");
        }
    }

    private static long Bytes(long[] shape, DType type) => shape.Aggregate((long)type.Size(), (product, size) => checked(product * size));

    // Entries must cover the data without holes or overlaps, so that no byte is hidden or read twice.
    private static void RequireTiling(IEnumerable<SafetensorsEntry> entries, long dataBytes)
    {
        long position = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End))
        {
            if (entry.Start != position)
            {
                throw new JsonException($"'{entry.Name}' begins at byte {entry.Start}, expected {position}");
            }

            position = entry.End;
        }

        if (position != dataBytes)
        {
            throw new JsonException($"the header describes {position} bytes of data, but the file has {dataBytes}");
        }
    }
}
