using System.Globalization;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>A GGUF header that has passed every check: tensors lie within the file, at their places, and don't overlap.</summary>
public sealed class GgufHeader
{
    /// <summary>Most bytes that a header may have.</summary>
    internal const int MaxLength = 100_000_000;

    private const int MostDimensions = 4;
    private const int LeastEntryBytes = 8 + 4 + 1;
    private const int LeastTensorBytes = 8 + 4 + 4 + 8;
    private const int ShownValues = 8;
    private const string AlignmentKey = "general.alignment";

    private readonly Dictionary<string, object> metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);

    private GgufHeader()
    {
    }

    /// <summary>Every tensor by its name; sizes in libtorch's order, bytes counted from <see cref="DataStart"/>.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>What the file says of the model: numbers, flags, texts, and arrays of these.</summary>
    public IReadOnlyDictionary<string, object> Metadata => metadata;

    /// <summary>The same as text; of long lists how long they are and how they begin.</summary>
    public IReadOnlyDictionary<string, string> Texts => metadata.ToDictionary(entry => entry.Key, entry => Text(entry.Value), StringComparer.Ordinal);

    /// <summary>Byte of the file at which the tensors begin.</summary>
    public long DataStart { get; private set; }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="bytes">The file's first bytes, the whole header among them.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <exception cref="CheckpointException">A rule of the format is broken; the message says which.</exception>
    public static GgufHeader Parse(ReadOnlySpan<byte> bytes, long fileLength)
    {
        Require(bytes.StartsWith("GGUF"u8), "it does not begin with 'GGUF'");
        var reader = new GgufReader(bytes);
        reader.ReadUInt32();
        uint version = reader.ReadUInt32();
        Require(version is 2 or 3, $"it has version {version}, but only 2 and 3 are read");
        var header = new GgufHeader();
        int tensorCount = reader.ReadCount("tensors", LeastTensorBytes);
        header.ReadMetadata(ref reader);
        for (int i = 0; i < tensorCount; i++)
        {
            TensorInfo info = ReadTensor(ref reader);
            Require(header.tensors.TryAdd(info.Name, info), $"tensor '{info.Name}' appears twice");
        }

        uint alignment = header.Alignment();
        header.DataStart = (reader.Position + alignment - 1) / alignment * alignment;
        header.RequirePlaces(fileLength - header.DataStart, alignment);
        return header;
    }

    private static string Text(object value) => value is Array list
        ? $"{list.Length} values: {string.Join(", ", list.Cast<object>().Take(ShownValues).Select(Text))}{(list.Length > ShownValues ? ", …" : string.Empty)}"
        : string.Create(CultureInfo.InvariantCulture, $"{value}");

    private void ReadMetadata(ref GgufReader reader)
    {
        int count = reader.ReadCount("entries of metadata", LeastEntryBytes);
        for (int i = 0; i < count; i++)
        {
            string key = reader.ReadText();
            Require(metadata.TryAdd(key, reader.ReadValue((GgufKind)reader.ReadUInt32())), $"metadata '{key}' appears twice");
        }
    }

    private static TensorInfo ReadTensor(ref GgufReader reader)
    {
        string name = reader.ReadText();
        uint rank = reader.ReadUInt32();
        Require(rank <= MostDimensions, $"tensor '{name}' has {rank} dimensions, more than {MostDimensions}");
        var shape = new long[rank];
        for (int i = (int)rank - 1; i >= 0; i--)
        {
            shape[i] = reader.ReadSize($"a size of tensor '{name}'");
        }

        uint code = reader.ReadUInt32();
        GgufTensorType type = GgufTensorType.Find(code) ?? throw new CheckpointException($"tensor '{name}' has the unknown element type {code}");
        long begin = reader.ReadSize($"the offset of tensor '{name}'");
        try
        {
            long length = type.Length(shape) ?? throw new CheckpointException($"tensor '{name}' has rows of {shape[^1]} elements, which don't fill blocks of {type.BlockElements} ({type.Name})");
            return new TensorInfo(name, type.Name, shape, begin, checked(begin + length));
        }
        catch (OverflowException)
        {
            throw new CheckpointException($"tensor '{name}' of {type.Name}[{string.Join(", ", shape)}] is too large to exist");
        }
    }

    private uint Alignment() => !metadata.TryGetValue(AlignmentKey, out object? value) ? GgufWriter.Alignment
        : value is uint alignment and >= 8 and <= 1 << 16 && alignment % 8 == 0 ? alignment
        : throw new CheckpointException($"its {AlignmentKey} is {value}, but a multiple of 8 up to 65536 was expected");

    private void RequirePlaces(long dataLength, uint alignment)
    {
        long end = 0;
        foreach (TensorInfo info in tensors.Values.OrderBy(info => info.Begin).ThenBy(info => info.End))
        {
            Require(info.Begin >= end, $"tensor '{info.Name}' begins at byte {info.Begin}, but the one before it ends at {end}");
            Require(info.Begin % alignment == 0, $"tensor '{info.Name}' begins at byte {info.Begin}, no multiple of {alignment}");
            Require(info.End <= dataLength, $"tensor '{info.Name}' ends at byte {info.End}, but the file holds {Math.Max(dataLength, 0)} bytes of data");
            end = info.End;
        }
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new CheckpointException(problem);
        }
    }
}
