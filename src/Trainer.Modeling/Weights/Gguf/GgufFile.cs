using Trainer.Torch;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>A memory-mapped GGUF file. Tensors are views of the map, which lives as long as the last of them.</summary>
public sealed unsafe class GgufFile : IWeightSource
{
    private readonly string path;
    private readonly FileMap map;

    private GgufFile(string path, FileMap map, GgufHeader header)
    {
        this.path = path;
        this.map = map;
        Header = header;
    }

    /// <summary>The checked header.</summary>
    public GgufHeader Header { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => Header.Tensors;

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="CheckpointException">The file is missing or breaks a rule of the format.</exception>
    public static GgufFile Open(string path)
    {
        FileMap? map = null;
        try
        {
            map = FileMap.Open(path);
            var bytes = new ReadOnlySpan<byte>(map.Address, (int)Math.Min(map.Length, GgufHeader.MaxLength));
            return new GgufFile(path, map, GgufHeader.Parse(bytes, map.Length));
        }
        catch (Exception error) when (error is CheckpointException or IOException or UnauthorizedAccessException)
        {
            map?.Dispose();
            throw new CheckpointException($"{path} can't be read as GGUF: {error.Message.TrimEnd('.')}. Copy or download the file again.", error);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">There is none of that name, or it is quantised.</exception>
    public Tensor Read(string name)
    {
        if (!Tensors.TryGetValue(name, out TensorInfo? info))
        {
            throw new CheckpointException($"{path} has no tensor '{name}'.");
        }

        DType type = GgufTensorType.Find(info.Type)?.Type
            ?? throw new CheckpointException($"{path}: tensor '{name}' is quantised as {info.Type}, which only llama.cpp computes with. Name a file of F32, F16 or BF16.");
        return info.Length == 0
            ? Tensor.Empty(new Placement(Device.Cpu, type), info.Shape)
            : Tensor.Over(map.Address + Header.DataStart + info.Begin, type, map, info.Shape);
    }

    /// <summary>Does nothing at once: tensors that were read hold the map, and when the last holder lets go, the map's finalizer unmaps the file.</summary>
    public void Dispose()
    {
    }
}
