using System.Diagnostics;
using Trainer.Torch.Interop;

namespace Trainer.Torch;

/// <summary>
/// A native tensor. Its life is explicit: the innermost <see cref="TensorScope"/> of the thread that made it frees it,
/// or its holder does. The methods live in partial files by subject: creation, shape, arithmetic, reduction, indexing.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private nint handle;

    private Tensor(nint handle)
    {
        this.handle = handle;
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank => NativeMethods.tt_tensor_rank(Handle);

    /// <summary>Sizes of the dimensions, outermost first. Each call makes an array; see <see cref="Size"/> for one number.</summary>
    public long[] Shape
    {
        get
        {
            var sizes = new long[Rank];
            fixed (long* target = sizes)
            {
                NativeMethods.tt_tensor_info(handle, target, out _, out _, out _);
            }

            return sizes;
        }
    }

    /// <summary>Number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (long size in Shape)
            {
                count *= size;
            }

            return count;
        }
    }

    /// <summary>Element type.</summary>
    public DType DType
    {
        get
        {
            NativeMethods.tt_tensor_info(Handle, null, out int type, out _, out _);
            return (DType)type;
        }
    }

    /// <summary>Where the elements lie.</summary>
    public Device Device
    {
        get
        {
            NativeMethods.tt_tensor_info(Handle, null, out _, out int kind, out int index);
            return new Device((DeviceKind)kind, kind == 0 ? 0 : index);
        }
    }

    /// <summary>Device and element type.</summary>
    public Placement Placement => new(Device, DType);

    /// <summary>Whether <see cref="Dispose"/> was called.</summary>
    public bool IsDisposed => handle == 0;

    internal TensorScope? Scope { get; set; }

    internal nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Tensor), "This tensor was freed, perhaps by the end of its scope.");

    /// <summary>Size of one dimension; negative numbers count from the last.</summary>
    public long Size(int dimension)
    {
        int rank = Rank;
        int index = dimension < 0 ? dimension + rank : dimension;
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(dimension));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, rank, nameof(dimension));
        long* sizes = stackalloc long[rank];
        NativeMethods.tt_tensor_info(handle, sizes, out _, out _, out _);
        return sizes[index];
    }

    /// <summary>Frees the native tensor. Doing so twice is harmless.</summary>
    public void Dispose()
    {
        nint old = Interlocked.Exchange(ref handle, 0);
        if (old != 0)
        {
            NativeMethods.tt_tensor_free(old);
        }
    }

    /// <summary>Element type and sizes, such as <c>Float32[2, 8]</c>.</summary>
    public override string ToString() => IsDisposed ? "freed tensor" : $"{DType}[{string.Join(", ", Shape)}]";

    /// <summary>Takes over one reference that the native side made.</summary>
    internal static Tensor Adopt(nint handle)
    {
        Debug.Assert(handle != 0, "An operator returned no tensor.");
        var tensor = new Tensor(handle);
        TensorScope.Register(tensor);
        return tensor;
    }
}
