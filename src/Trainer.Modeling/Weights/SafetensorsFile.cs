using System.IO.MemoryMappedFiles;
using System.Text.Json;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>
/// An open safetensors file. Tensors are laid over the mapped file: nothing is copied, and pages are read on first use.
/// The mapping lives as long as this object or any tensor over it.
/// </summary>
public sealed unsafe class SafetensorsFile
{
    private const int LengthBytes = sizeof(ulong);

    // The format's own limit, which keeps a damaged length from asking for memory.
    private const ulong LargestHeader = 100_000_000;

    private readonly MemoryMappedViewAccessor view;
    private readonly Dictionary<string, SafetensorsEntry> entries;
    private readonly long dataStart;

    private SafetensorsFile(string path, MemoryMappedViewAccessor view, Dictionary<string, SafetensorsEntry> entries, long dataStart)
    {
        Path = path;
        this.view = view;
        this.entries = entries;
        this.dataStart = dataStart;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Names of its tensors.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="CheckpointException">It is missing, truncated or malformed.</exception>
    public static SafetensorsFile Open(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            byte[] json = ReadHeader(stream);
            long dataStart = LengthBytes + json.Length;
            Dictionary<string, SafetensorsEntry> entries = SafetensorsHeader.Parse(json, stream.Length - dataStart);
            using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new SafetensorsFile(path, map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), entries, dataStart);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CheckpointException($"{path} is not a readable safetensors file: {error.Message}. Fetch or write it again.", error);
        }
    }

    /// <summary>What the header says about one tensor.</summary>
    public SafetensorsEntry Info(string name) => entries.TryGetValue(name, out SafetensorsEntry? entry)
        ? entry
        : throw new CheckpointException($"{Path} has no tensor '{name}'. It belongs to another model.");

    /// <summary>One tensor over the mapped file. It must not be written to; clone it first.</summary>
    public Tensor Read(string name)
    {
        SafetensorsEntry entry = Info(name);
        if (entry.Start == entry.End)
        {
            return Tensor.Empty(new Placement(Device.Cpu, entry.DType), entry.Shape);
        }

        byte* start = (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle() + view.PointerOffset + dataStart + entry.Start;
        return Tensor.Over(start, entry.DType, this, entry.Shape);
    }

    private static byte[] ReadHeader(FileStream stream)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(length, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            throw new JsonException("it has fewer than 8 bytes");
        }

        ulong headerBytes = BitConverter.ToUInt64(length);
        if (headerBytes > LargestHeader || headerBytes > (ulong)(stream.Length - LengthBytes))
        {
            throw new JsonException($"its header claims {headerBytes} bytes, the file has {stream.Length}");
        }

        byte[] json = new byte[headerBytes];
        stream.ReadExactly(json);
        return json;
    }
}
