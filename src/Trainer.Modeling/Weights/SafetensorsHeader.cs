using System.Text;
using System.Text.Json;

namespace Trainer.Modeling.Weights;

/// <summary>A header that has passed every check of the format: nothing overlaps, nothing is missing, nothing lies outside.</summary>
public sealed class SafetensorsHeader
{
    /// <summary>Most bytes that a header may have.</summary>
    public const long MaxLength = 100_000_000;

    /// <summary>The header's one entry that is not a tensor.</summary>
    internal const string MetadataName = "__metadata__";

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private SafetensorsHeader(Dictionary<string, TensorInfo> tensors, Dictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>Every tensor by its name.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Free text that the writer left, such as <c>format</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes that follow the header.</param>
    /// <exception cref="CheckpointException">A rule of the format is broken; the message says which.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw new CheckpointException("the header does not begin with '{'");
        }

        try
        {
            // The JSON reader checks text only where it is read, and a skipped value could hide bytes that are not UTF-8.
            _ = StrictUtf8.GetCharCount(json);
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            SafetensorsHeader header = Read(ref reader);
            RequireTiling(header.Tensors.Values, dataLength);
            return header;
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException or FormatException or InvalidOperationException)
        {
            throw new CheckpointException($"the header is not valid JSON text: {error.Message}", error);
        }
    }

    private static SafetensorsHeader Read(ref Utf8JsonReader reader)
    {
        var tensors = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        bool hasMetadata = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == MetadataName)
            {
                Require(!hasMetadata, "__metadata__ appears twice");
                hasMetadata = true;
                ReadMetadata(ref reader, metadata);
            }
            else
            {
                Require(tensors.TryAdd(name, ReadTensor(ref reader, name)), $"tensor '{name}' appears twice");
            }
        }

        Require(!reader.Read(), "something follows the header's closing brace");
        return new SafetensorsHeader(tensors, metadata);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Require(reader.TokenType == JsonTokenType.StartObject, "__metadata__ is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Require(reader.TokenType == JsonTokenType.String, $"__metadata__ '{key}' is not text");
            Require(metadata.TryAdd(key, reader.GetString()!), $"__metadata__ '{key}' appears twice");
        }
    }

    private static TensorInfo ReadTensor(ref Utf8JsonReader reader, string name)
    {
        Require(reader.TokenType == JsonTokenType.StartObject, $"tensor '{name}' is not described by an object");
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            reader.Read();
            bool isNew = field switch
            {
                "dtype" => type is null && (type = ReadText(ref reader, name)) is not null,
                "shape" => shape is null && (shape = ReadNumbers(ref reader, name, field)) is not null,
                "data_offsets" => offsets is null && (offsets = ReadNumbers(ref reader, name, field)) is not null,
                _ => throw new CheckpointException($"tensor '{name}' has the unknown field '{field}'"),
            };
            Require(isNew, $"tensor '{name}' has the field '{field}' twice");
        }

        Require(type is not null && shape is not null && offsets is not null, $"tensor '{name}' lacks dtype, shape or data_offsets");
        Require(offsets!.Length == 2, $"tensor '{name}' has {offsets.Length} data_offsets instead of 2");
        var info = new TensorInfo(name, type!, shape!, offsets[0], offsets[1]);
        RequireSize(info);
        return info;
    }

    private static string ReadText(ref Utf8JsonReader reader, string name)
    {
        Require(reader.TokenType == JsonTokenType.String, $"dtype of tensor '{name}' is not text");
        return reader.GetString()!;
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, $"{field} of tensor '{name}' is not a list");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            long number = 0;
            Require(
                reader.TokenType == JsonTokenType.Number && IsPlain(reader.ValueSpan) && reader.TryGetInt64(out number) && number >= 0,
                $"{field} of tensor '{name}' holds something that is not a whole number from 0 up");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    // 1.0 and 1e3 are numbers to JSON, but not to this format.
    private static bool IsPlain(ReadOnlySpan<byte> digits) => digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static void RequireSize(TensorInfo info)
    {
        int bits = SafetensorsType.Bits(info.Type) ?? throw new CheckpointException($"tensor '{info.Name}' has the unknown dtype '{info.Type}'");
        try
        {
            long total = info.Shape.Aggregate((long)bits, (product, size) => checked(product * size));
            Require(total % 8 == 0, $"tensor '{info.Name}' does not fill whole bytes");
            Require(
                info.End >= info.Begin && info.Length == total / 8,
                $"tensor '{info.Name}' of {info} needs {total / 8} bytes, but its offsets are {info.Begin} to {info.End}");
        }
        catch (OverflowException)
        {
            throw new CheckpointException($"tensor '{info.Name}' of {info} is too large to exist");
        }
    }

    private static void RequireTiling(IEnumerable<TensorInfo> tensors, long dataLength)
    {
        long end = 0;
        foreach (TensorInfo info in tensors.OrderBy(info => info.Begin).ThenBy(info => info.End))
        {
            Require(info.Begin == end, $"tensor '{info.Name}' begins at byte {info.Begin}, but the one before it ends at {end}");
            end = info.End;
        }

        Require(end == dataLength, $"the tensors end at byte {end}, but the file holds {dataLength} bytes of data");
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new CheckpointException(problem);
        }
    }
}
