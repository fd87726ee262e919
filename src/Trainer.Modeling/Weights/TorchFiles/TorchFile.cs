using Trainer.Torch;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>
/// A memory-mapped file of torch's, such as <c>pytorch_model.bin</c>: an archive of storages and a pickle that describes tensors over them. The
/// pickle is read, never run. Tensors are views of the map, which lives as long as the last of them.
/// </summary>
public sealed unsafe class TorchFile : IWeightSource
{
    private readonly string path;
    private readonly FileMap map;
    private readonly TorchArchive archive;
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);

    private TorchFile(string path, FileMap map)
    {
        this.path = path;
        this.map = map;
        archive = TorchArchive.Read(map);
        Index = TorchIndex.Parse(archive.Pickle, archive.Storages.ToDictionary(entry => entry.Key, entry => entry.Value.Length));
        foreach ((string name, TorchTensor tensor) in Index.Tensors)
        {
            long begin = archive.Storages[tensor.Storage.Key].Data + (tensor.Offset * tensor.Storage.Type.Size());
            tensors.Add(name, new TensorInfo(name, SafetensorsType.Name(tensor.Storage.Type), [.. tensor.Shape], begin, begin + tensor.Length));
        }
    }

    /// <summary>What the pickle tells.</summary>
    public TorchIndex Index { get; }

    /// <summary>Every tensor by its name; the place is that of the first element in the file, and the end is as if the rest followed it.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Maps a file and checks everything but the elements.</summary>
    /// <exception cref="CheckpointException">The file is missing, broken, or wants more than to be read.</exception>
    public static TorchFile Open(string path)
    {
        FileMap? map = null;
        try
        {
            map = FileMap.Open(path);
            return new TorchFile(path, map);
        }
        catch (Exception error) when (error is CheckpointException or IOException or UnauthorizedAccessException)
        {
            map?.Dispose();
            throw new CheckpointException($"{path} can't be read as a torch file: {error.Message.TrimEnd('.')}.", error);
        }
    }

    /// <summary>A tensor on the processor: a view of the file where its elements lie row by row, else a copy that does.</summary>
    public Tensor Read(string name)
    {
        if (!Index.Tensors.TryGetValue(name, out TorchTensor? tensor))
        {
            throw new CheckpointException($"{path} has no tensor '{name}'.");
        }

        long[] shape = [.. tensor.Shape];
        if (tensor.Length == 0)
        {
            return Tensor.Empty(new Placement(Device.Cpu, tensor.Storage.Type), shape);
        }

        Tensor elements = Elements(tensor, tensors[name].Begin);
        return tensor.IsContiguous ? elements.View(shape) : elements.AsStrided(shape, [.. tensor.Strides]).Contiguous();
    }

    /// <summary>Does nothing at once: the last tensor that was read unmaps the file.</summary>
    public void Dispose()
    {
    }

    /// <summary>The elements of the storage that a tensor reaches, one after the other.</summary>
    private Tensor Elements(TorchTensor tensor, long begin)
    {
        DType type = tensor.Storage.Type;
        byte* address = map.Address + begin;
        if ((nint)address % type.Size() == 0)
        {
            return Tensor.Over(address, type, map, tensor.Span);
        }

        Tensor copy = Tensor.Empty(new Placement(Device.Cpu, type), tensor.Span);
        Memory target = copy.Bytes();
        Buffer.MemoryCopy(address, (void*)target.Address, target.Length, target.Length);
        return copy;
    }
}
