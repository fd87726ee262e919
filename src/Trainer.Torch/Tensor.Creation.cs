using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trainer.Torch.Interop;

namespace Trainer.Torch;

public sealed unsafe partial class Tensor
{
    private static readonly Operator FillOp = new("aten::fill_", "Scalar");
    private static readonly Operator ZeroOp = new("aten::zero_");
    private static readonly Operator ArangeOp = new("aten::arange", "start_step");
    private static readonly Operator CatOp = new("aten::cat");
    private static readonly Operator StackOp = new("aten::stack");
    private static readonly Operator CopyOp = new("aten::copy_");
    private static readonly Operator ItemOp = new("aten::to", "dtype");
    private static readonly Operator ToDeviceOp = new("aten::to", "device");
    private static readonly Operator NormalOp = new("aten::normal_");
    private static readonly Operator UniformOp = new("aten::uniform_");
    private static readonly Operator CloneOp = new("aten::clone");
    private static readonly Operator ZerosLikeOp = new("aten::zeros_like");

    /// <summary>A tensor whose elements are whatever the memory held.</summary>
    public static Tensor Empty(Placement placement, params ReadOnlySpan<long> shape)
    {
        fixed (long* sizes = shape)
        {
            int status = NativeMethods.tt_tensor_empty(
                sizes, shape.Length, (int)placement.DType, (int)placement.Device.Kind, placement.Device.Index, out nint result);
            Native.Check(status, $"Allocate {placement.DType}[{string.Join(", ", shape.ToArray())}] on {placement.Device}");
            return Adopt(result);
        }
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Placement placement, params ReadOnlySpan<long> shape) => Empty(placement, shape).Zero();

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Placement placement, params ReadOnlySpan<long> shape) => Empty(placement, shape).Fill(1);

    /// <summary>A tensor of one value.</summary>
    public static Tensor Full(Placement placement, double value, params ReadOnlySpan<long> shape) => Empty(placement, shape).Fill(value);

    /// <summary>The whole numbers from <paramref name="start"/> up to, not including, <paramref name="end"/>, as Int64.</summary>
    public static Tensor Arange(long start, long end, Device device = default) =>
        ArangeOp.Call(start, end, 1L, DType.Int64, Value.None, device, Value.None);

    /// <summary>Standard normal draws from a stream on the tensor's device.</summary>
    public static Tensor Normal(Placement placement, RandomStream stream, params ReadOnlySpan<long> shape) =>
        Empty(placement, shape).FillNormal(0, 1, stream);

    /// <summary>Copies managed numbers into a new tensor on the processor.</summary>
    /// <param name="values">Row-major elements; as many as the shape's product.</param>
    /// <param name="shape">Sizes; none makes a vector.</param>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ReadOnlySpan<long> sizes = shape.Length == 0 ? [values.Length] : shape;
        Tensor result = Empty(new Placement(Device.Cpu, DTypeFacts.Of<T>()), sizes);
        values.CopyTo(result.Span<T>());
        return result;
    }

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, ReadOnlySpan{long})"/>
    public static Tensor From<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged => From((ReadOnlySpan<T>)values, shape);

    /// <summary>A tensor without dimensions that holds one number.</summary>
    public static Tensor Scalar(double value, Placement placement) => Full(placement, value);

    /// <summary>Lays a tensor over memory that somebody else owns, such as a mapped file. Nothing is copied.</summary>
    /// <param name="memory">Address of the first element; must stay valid until <paramref name="owner"/> is let go.</param>
    /// <param name="type">Element type.</param>
    /// <param name="owner">Kept alive until libtorch drops the last tensor that shares the memory.</param>
    /// <param name="shape">Sizes, row-major and contiguous.</param>
    public static Tensor Over(void* memory, DType type, object owner, params ReadOnlySpan<long> shape)
    {
        nint context = GCHandle.ToIntPtr(GCHandle.Alloc(owner));
        fixed (long* sizes = shape)
        {
            int status = NativeMethods.tt_tensor_from_memory(memory, sizes, shape.Length, (int)type, &ReleaseOwner, context, out nint result);
            Native.Check(status, "Lay a tensor over mapped memory");
            return Adopt(result);
        }
    }

    /// <summary>Joins tensors along an existing dimension.</summary>
    public static Tensor Cat(long dimension, params Tensor[] tensors) => CatOp.Call(tensors, dimension);

    /// <summary>Joins equally shaped tensors along a new dimension.</summary>
    public static Tensor Stack(long dimension, params Tensor[] tensors) => StackOp.Call(tensors, dimension);

    /// <summary>Zeros of the same shape, type and device.</summary>
    public Tensor ZerosLike() => ZerosLikeOp.Call(this, Value.None, Value.None, Value.None, Value.None, Value.None);

    /// <summary>A copy with memory of its own. Gradients flow through it.</summary>
    public Tensor Clone() => CloneOp.Call(this, Value.None);

    /// <summary>Converts the element type; the same tensor's data where nothing changes.</summary>
    public Tensor To(DType type) => type == DType ? Alias() : ItemOp.Call(this, type, false, false, Value.None);

    /// <summary>Moves to a device; the same tensor's data where nothing changes.</summary>
    public Tensor To(Device device) => To(new Placement(device, DType));

    /// <summary>Moves and converts in one step.</summary>
    public Tensor To(Placement placement) =>
        placement == Placement ? Alias() : ToDeviceOp.Call(this, placement.Device, placement.DType, false, false, Value.None);

    /// <summary>Writes another tensor's elements into this one, converting and broadcasting as needed.</summary>
    public Tensor CopyFrom(Tensor source)
    {
        CopyOp.CallInPlace(this, source, false);
        return this;
    }

    /// <summary>Sets every element.</summary>
    public Tensor Fill(double value)
    {
        FillOp.CallInPlace(this, value);
        return this;
    }

    /// <summary>Sets every element to 0.</summary>
    public Tensor Zero()
    {
        ZeroOp.CallInPlace(this);
        return this;
    }

    /// <summary>Fills with normal draws.</summary>
    public Tensor FillNormal(double mean, double deviation, RandomStream stream)
    {
        NormalOp.CallInPlace(this, mean, deviation, stream);
        return this;
    }

    /// <summary>Fills with uniform draws from [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public Tensor FillUniform(double from, double to, RandomStream stream)
    {
        UniformOp.CallInPlace(this, from, to, stream);
        return this;
    }

    /// <summary>The elements as a span, without a copy. Only for contiguous tensors on the processor.</summary>
    public Span<T> Span<T>()
        where T : unmanaged
    {
        if (DType.Size() != Unsafe.SizeOf<T>())
        {
            throw new TorchException($"A tensor of {DType} can't be read as {typeof(T).Name}. Convert it with To() first.");
        }

        int status = NativeMethods.tt_tensor_data(Handle, out void* data, out long bytes);
        Native.Check(status, $"Read the elements of {this}");
        return new Span<T>(data, checked((int)(bytes / Unsafe.SizeOf<T>())));
    }

    /// <summary>Address and size in bytes of contiguous elements on the processor. For files and other native code.</summary>
    public Memory Bytes()
    {
        Native.Check(NativeMethods.tt_tensor_data(Handle, out void* data, out long bytes), $"Read the elements of {this}");
        return new Memory((nint)data, bytes);
    }

    /// <summary>Copies the elements out, row-major, from any device and layout. Waits for the device.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        using var scope = new TensorScope();
        return To(new Placement(Device.Cpu, DTypeFacts.Of<T>())).Contiguous().Span<T>().ToArray();
    }

    /// <summary>The only element, as a double. Waits for the device: don't call it inside a micro-batch.</summary>
    public double Item() =>
        Count == 1 ? ToArray<double>()[0] : throw new TorchException($"Item() needs a tensor of one element, got {this}.");

    /// <summary>Another holder of the same native tensor, with a life of its own.</summary>
    private Tensor Alias()
    {
        nint same = Handle;
        Native.Check(NativeMethods.tt_tensor_retain(&same, 1), $"Share {this}");
        return Adopt(same);
    }

    [UnmanagedCallersOnly]
    private static void ReleaseOwner(nint context) => GCHandle.FromIntPtr(context).Free();
}

/// <summary>A stretch of native memory.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct Memory(nint Address, long Length)
{
    /// <summary>The bytes as a span; at most 2 GiB.</summary>
    public unsafe ReadOnlySpan<byte> Span => new((void*)Address, checked((int)Length));

    /// <summary>Whether two stretches hold the same bytes.</summary>
    public unsafe bool SameAs(Memory other)
    {
        const int chunk = 1 << 30;
        bool isSame = Length == other.Length;
        for (long done = 0; isSame && done < Length; done += chunk)
        {
            int length = (int)Math.Min(chunk, Length - done);
            isSame = new ReadOnlySpan<byte>((byte*)Address + done, length).SequenceEqual(new ReadOnlySpan<byte>((byte*)other.Address + done, length));
        }

        return isSame;
    }
}
