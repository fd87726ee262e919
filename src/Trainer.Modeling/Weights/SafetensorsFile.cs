using System.Buffers.Binary;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>A memory-mapped safetensors file. Tensors are views of the map, which lives as long as the last of them.</summary>
public sealed unsafe class SafetensorsFile : IWeightSource
{
    private readonly string path;
    private readonly FileMap map;
    private readonly long dataStart;

    private SafetensorsFile(string path, FileMap map, SafetensorsHeader header, long dataStart)
    {
        this.path = path;
        this.map = map;
        this.dataStart = dataStart;
        Header = header;
    }

    /// <summary>The checked header.</summary>
    public SafetensorsHeader Header { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => Header.Tensors;

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="CheckpointException">The file is missing or breaks a rule of the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileMap? map = null;
        try
        {
            map = FileMap.Open(path);
            (SafetensorsHeader header, long start) = ReadHeader(map);
            return new SafetensorsFile(path, map, header, start);
        }
        catch (Exception error) when (error is CheckpointException or IOException or UnauthorizedAccessException)
        {
            map?.Dispose();
            throw new CheckpointException($"{path} can't be read as safetensors: {error.Message.TrimEnd('.')}. Copy or download the file again.", error);
        }
    }

    /// <inheritdoc/>
    public Tensor Read(string name)
    {
        if (!Tensors.TryGetValue(name, out TensorInfo? info))
        {
            throw new CheckpointException($"{path} has no tensor '{name}'.");
        }

        DType type = SafetensorsType.ToDType(info.Type)
            ?? throw new CheckpointException($"{path}: tensor '{name}' has dtype {info.Type}, which libtorch {Backend.Version} can't hold. Convert the file to BF16 or F32.");
        if (info.Length == 0)
        {
            return Tensor.Empty(new Placement(Device.Cpu, type), info.Shape);
        }

        byte* address = map.Address + dataStart + info.Begin;
        if ((nint)address % type.Size() == 0)
        {
            return Tensor.Over(address, type, map, info.Shape);
        }

        Tensor copy = Tensor.Empty(new Placement(Device.Cpu, type), info.Shape);
        Buffer.MemoryCopy(address, (void*)copy.Bytes().Address, info.Length, info.Length);
        return copy;
    }

    /// <summary>
    /// Does nothing at once: tensors that were read hold the map, and when the last holder lets go, the map's finalizer
    /// unmaps the file.
    /// </summary>
    public void Dispose()
    {
    }

    private static (SafetensorsHeader Header, long DataStart) ReadHeader(FileMap map)
    {
        if (map.Length < 8)
        {
            throw new CheckpointException($"it has {map.Length} bytes, fewer than the 8 of the header's length");
        }

        var prefix = new ReadOnlySpan<byte>(map.Address, 8);
        if (prefix.SequenceEqual("version "u8))
        {
            throw new CheckpointException("it is a Git LFS pointer, not weights; run 'git lfs pull'");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.MaxLength || (long)length > map.Length - 8)
        {
            throw new CheckpointException($"its header claims {length} bytes, but the file has {map.Length}");
        }

        var json = new ReadOnlySpan<byte>(map.Address + 8, (int)length);
        return (SafetensorsHeader.Parse(json, map.Length - 8 - (long)length), 8 + (long)length);
    }
}
