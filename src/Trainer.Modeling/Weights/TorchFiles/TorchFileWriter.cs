using System.IO.Compression;
using System.Text;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>
/// Writes torch's files, for software that reads nothing else, such as the llava package's <c>non_lora_trainables.bin</c>: a plain dictionary of
/// tensors that lie row by row, each in a storage of its own. Every torch since 1.6 loads it, also with <c>weights_only</c>.
/// </summary>
public static class TorchFileWriter
{
    /// <summary>The archive's earliest day: equal tensors give equal files.</summary>
    private static readonly DateTimeOffset Day = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes one file.</summary>
    /// <param name="path">Where it will appear.</param>
    /// <param name="tensors">What goes in; names must differ.</param>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors) => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(archive, "data.pkl", entry => entry.Write(Pickle(tensors)));
        Add(archive, "byteorder", entry => entry.Write("little"u8));
        for (int i = 0; i < tensors.Count; i++)
        {
            NamedTensor tensor = tensors[i];
            Add(archive, $"data/{i}", entry => TensorElements.Write(entry, tensor));
        }

        Add(archive, "version", entry => entry.Write("3\n"u8));
    });

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = archive.CreateEntry($"archive/{name}", CompressionLevel.NoCompression);
        entry.LastWriteTime = Day;
        using Stream stream = entry.Open();
        write(stream);
    }

    private static byte[] Pickle(IReadOnlyList<NamedTensor> tensors)
    {
        using var buffer = new MemoryStream();
        using var pickle = new BinaryWriter(buffer, Encoding.UTF8);
        pickle.Write([(byte)PickleOpcode.Protocol, 2]);
        Write(pickle, PickleOpcode.EmptyDictionary, PickleOpcode.Mark);
        for (int i = 0; i < tensors.Count; i++)
        {
            Text(pickle, tensors[i].Name);
            Tensor(pickle, $"{i}", tensors[i]);
        }

        Write(pickle, PickleOpcode.SetItems, PickleOpcode.Stop);
        return buffer.ToArray();
    }

    /// <summary>The maker, then <c>(storage, offset, sizes, strides, gradients, hooks)</c>, then the call.</summary>
    private static void Tensor(BinaryWriter pickle, string key, NamedTensor tensor)
    {
        long count = tensor.Shape.Aggregate(1L, (product, size) => product * size);
        Global(pickle, "torch._utils", "_rebuild_tensor_v2");
        Write(pickle, PickleOpcode.Mark, PickleOpcode.Mark);
        Text(pickle, "storage");
        Global(pickle, "torch", PickleGlobal.StorageOf(tensor.Type));
        Text(pickle, key);
        Text(pickle, "cpu");
        Number(pickle, count);
        Write(pickle, PickleOpcode.Tuple, PickleOpcode.PersistentId);
        Number(pickle, 0);
        Numbers(pickle, tensor.Shape);
        Numbers(pickle, [.. tensor.Shape.Select((_, i) => tensor.Shape.Skip(i + 1).Aggregate(1L, (product, size) => product * size))]);
        Write(pickle, PickleOpcode.False);
        Global(pickle, "collections", "OrderedDict");
        Write(pickle, PickleOpcode.EmptyTuple, PickleOpcode.Reduce, PickleOpcode.Tuple, PickleOpcode.Reduce);
    }

    private static void Write(BinaryWriter pickle, params ReadOnlySpan<PickleOpcode> opcodes)
    {
        foreach (PickleOpcode opcode in opcodes)
        {
            pickle.Write((byte)opcode);
        }
    }

    private static void Global(BinaryWriter pickle, string module, string name)
    {
        Write(pickle, PickleOpcode.Global);
        pickle.Write(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));
    }

    private static void Text(BinaryWriter pickle, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Write(pickle, PickleOpcode.Text);
        pickle.Write(bytes.Length);
        pickle.Write(bytes);
    }

    private static void Number(BinaryWriter pickle, long number)
    {
        Write(pickle, PickleOpcode.LongInt);
        pickle.Write((byte)sizeof(long));
        pickle.Write(number);
    }

    private static void Numbers(BinaryWriter pickle, long[] numbers)
    {
        Write(pickle, PickleOpcode.Mark);
        Array.ForEach(numbers, number => Number(pickle, number));
        Write(pickle, PickleOpcode.Tuple);
    }
}
