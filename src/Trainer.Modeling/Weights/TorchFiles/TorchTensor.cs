using Trainer.Torch;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>A tensor as a torch file describes it: a view of a storage, in bounds by construction.</summary>
public sealed class TorchTensor
{
    private const int MostDimensions = 16;
    private const long MostRepeatedBytes = 1 << 24;

    private TorchTensor(TorchStorage storage, long offset, long[] shape, long[] strides)
    {
        Storage = storage;
        Offset = offset;
        Shape = shape;
        Strides = strides;
    }

    /// <summary>What it shows.</summary>
    public TorchStorage Storage { get; }

    /// <summary>Element of the storage that its first one is.</summary>
    public long Offset { get; }

    /// <summary>Sizes.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Elements of the storage from one index to the next, by dimension; 0 repeats.</summary>
    public IReadOnlyList<long> Strides { get; }

    /// <summary>Elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes of the elements when they lie row by row.</summary>
    public long Length => Count * Storage.Type.Size();

    /// <summary>Elements of the storage from the first to the last, both among them.</summary>
    public long Span => Count == 0 ? 0 : 1 + Shape.Zip(Strides, (size, stride) => (size - 1) * stride).Sum();

    /// <summary>Whether the elements lie row by row, without gaps.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = Shape.Count - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != expected)
                {
                    return false;
                }

                expected *= Shape[i];
            }

            return true;
        }
    }

    /// <summary>Reads <c>(storage, offset, sizes, strides, …)</c>; gradients and hooks are left.</summary>
    internal static TorchTensor From(object?[] arguments) =>
        arguments is [TorchStorage storage, long and >= 0 and var offset, object?[] sizes, object?[] strides, ..] && sizes.Length == strides.Length
            ? Checked(storage, offset, Numbers(sizes), Numbers(strides))
            : throw TorchFault.Damaged("a tensor is not given by a storage, an offset, sizes and as many strides");

    /// <summary>Reads <c>(storage, offset, sizes, strides, gradients, hooks, type, …)</c>, as newer versions of torch describe views of bytes.</summary>
    internal static TorchTensor FromBytes(object?[] arguments) =>
        arguments is [TorchStorage bytes, var offset, var sizes, var strides, _, _, PickleGlobal { Kind: PickleGlobalKind.ElementType, Type: { } type }, ..]
            ? From([bytes.As(type), offset, sizes, strides])
            : throw TorchFault.Damaged("a tensor over bytes is not given by a storage, an offset, sizes, strides and an element type");

    private static TorchTensor Checked(TorchStorage storage, long offset, long[] shape, long[] strides)
    {
        try
        {
            // libtorch multiplies all sizes, also where one of them is 0.
            long bytes = shape.Aggregate((long)storage.Type.Size(), (product, size) => checked(product * Math.Max(size, 1)));
            long last = shape.Zip(strides).Aggregate(offset, (sum, entry) => checked(sum + (Math.Max(entry.First - 1, 0) * entry.Second)));
            bool isEmpty = Array.IndexOf(shape, 0) >= 0;
            if (isEmpty ? offset > storage.Count : last >= storage.Count)
            {
                throw TorchFault.Damaged($"a tensor [{string.Join(", ", shape)}] reaches element {last} of storage '{TorchFault.Shown(storage.Key)}', which has {storage.Count}");
            }

            return isEmpty || bytes <= checked((storage.Count * storage.Type.Size()) + MostRepeatedBytes)
                ? new TorchTensor(storage, offset, shape, strides)
                : throw TorchFault.Refused($"a tensor [{string.Join(", ", shape)}] repeats {storage.Count} elements {bytes} bytes long");
        }
        catch (OverflowException)
        {
            throw TorchFault.Damaged($"a tensor [{string.Join(", ", shape)}] is too large to exist");
        }
    }

    private static long[] Numbers(object?[] values) => values.Length <= MostDimensions && Array.TrueForAll(values, value => value is long and >= 0)
        ? [.. values.Cast<long>()]
        : throw TorchFault.Damaged($"a tensor's sizes or strides are not at most {MostDimensions} whole numbers from 0 up");
}
