using System.Text;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

/// <summary>Writes pickles instruction by instruction, also such as torch never writes.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> pickle = [];

    internal PickleWriter() => Bytes(0x80, 2);

    internal static string StorageClass(DType type) => type switch
    {
        DType.Float32 => "FloatStorage",
        DType.Float16 => "HalfStorage",
        DType.BFloat16 => "BFloat16Storage",
        DType.Int64 => "LongStorage",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Instructions by their letters, such as <c>(</c> for a mark.</summary>
    internal PickleWriter Letters(string letters) => Bytes(Encoding.Latin1.GetBytes(letters));

    internal PickleWriter Bytes(params byte[] bytes)
    {
        pickle.AddRange(bytes);
        return this;
    }

    internal PickleWriter Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Letters("X").Bytes(BitConverter.GetBytes(bytes.Length)).Bytes(bytes);
    }

    internal PickleWriter Number(long number) => Bytes([0x8a, 8, .. BitConverter.GetBytes(number)]);

    internal PickleWriter Global(string module, string name) => Letters($"c{module}\n{name}\n");

    internal PickleWriter Numbers(IEnumerable<long> numbers)
    {
        Letters("(");
        foreach (long number in numbers)
        {
            Number(number);
        }

        return Letters("t");
    }

    internal PickleWriter Storage(string storageClass, string key, long count) =>
        Letters("(").Text("storage").Global("torch", storageClass).Text(key).Text("cuda:0").Number(count).Letters("tQ");

    /// <summary>A tensor over a storage of floats named 0.</summary>
    internal PickleWriter Tensor(long count, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2").Letters("(").Storage("FloatStorage", "0", count).Rest(offset, shape, strides);

    /// <summary>A tensor that lies row by row in a storage of its own.</summary>
    internal PickleWriter Tensor(string key, DType type, long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        long[] strides = [.. shape.Select((_, i) => shape.Skip(i + 1).Aggregate(1L, (product, size) => product * size))];
        return Global("torch._utils", "_rebuild_tensor_v2").Letters("(").Storage(StorageClass(type), key, count).Rest(0, shape, strides);
    }

    /// <summary>A row of elements over bytes, as newer versions of torch describe types that have no storage of their own.</summary>
    internal PickleWriter TypedTensor(string key, string type, long bytes, long[] shape) =>
        Global("torch._utils", "_rebuild_tensor_v3").Letters("((").Text("storage").Global("torch.storage", "UntypedStorage").Text(key).Text("cpu").Number(bytes).Letters("tQ")
            .Number(0).Numbers(shape).Numbers(shape.Select(_ => 1L)).Bytes(0x89).Global("collections", "OrderedDict").Letters(")R").Global("torch", type).Letters("tR");

    /// <summary>Ends the pickle.</summary>
    internal byte[] Stop()
    {
        Letters(".");
        return [.. pickle];
    }

    private PickleWriter Rest(long offset, long[] shape, long[] strides) =>
        Number(offset).Numbers(shape).Numbers(strides).Bytes(0x89).Global("collections", "OrderedDict").Letters(")RtR");
}
