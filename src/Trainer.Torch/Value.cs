using Trainer.Torch.Interop;

namespace Trainer.Torch;

/// <summary>One argument of an operator. Everything that a schema can ask for converts to it implicitly.</summary>
public readonly struct Value
{
    private readonly ValueTag tag;
    private readonly long payload;
    private readonly object? reference;

    private Value(ValueTag tag, long payload, object? reference = null)
    {
        this.tag = tag;
        this.payload = payload;
        this.reference = reference;
    }

    /// <summary>An absent optional argument.</summary>
    public static Value None => default;

    /// <summary>The tensor, when this is one; used in messages.</summary>
    internal Tensor? AsTensor => reference as Tensor;

    /// <summary>How many 8-byte words the argument's list needs.</summary>
    internal int Words => reference switch
    {
        long[] list => list.Length,
        Tensor?[] list => list.Length,
        double[] list => list.Length,
        string text => (System.Text.Encoding.UTF8.GetByteCount(text) / 8) + 1,
        _ => 0,
    };

    /// <summary>Passes a tensor, or none.</summary>
    public static implicit operator Value(Tensor? tensor) =>
        tensor is null ? None : new(ValueTag.Tensor, 0, tensor);

    /// <summary>Passes an integer or a whole-number scalar.</summary>
    public static implicit operator Value(long value) => new(ValueTag.Int, value);

    /// <summary>Passes a real scalar.</summary>
    public static implicit operator Value(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Passes a flag.</summary>
    public static implicit operator Value(bool value) => new(ValueTag.Bool, value ? 1 : 0);

    /// <summary>Passes a list of integers, such as a shape.</summary>
    public static implicit operator Value(long[]? values) =>
        values is null ? None : new(ValueTag.IntList, 0, values);

    /// <summary>Passes a list of reals.</summary>
    public static implicit operator Value(double[] values) => new(ValueTag.DoubleList, 0, values);

    /// <summary>Passes a list of tensors.</summary>
    public static implicit operator Value(Tensor[] tensors) => new(ValueTag.TensorList, 0, tensors);

    /// <summary>Passes an element type.</summary>
    public static implicit operator Value(DType type) => new(ValueTag.DType, (long)type);

    /// <summary>Passes a device.</summary>
    public static implicit operator Value(Device device) => new(ValueTag.Device, ((long)device.Kind << 32) | (uint)device.Index);

    /// <summary>Passes text.</summary>
    public static implicit operator Value(string text) => new(ValueTag.String, 0, text);

    /// <summary>Passes a random stream, or none for libtorch's own.</summary>
    public static implicit operator Value(RandomStream? stream) =>
        stream is null ? None : new(ValueTag.Generator, 0, stream);

    /// <summary>Passes a list in which tensors may be absent, as indexing takes it.</summary>
    public static Value OptionalTensors(params Tensor?[] tensors) => new(ValueTag.OptionalTensorList, 0, tensors);

    /// <summary>Writes the argument for the border; lists go to <paramref name="words"/>, which must stay pinned.</summary>
    internal unsafe void Write(NativeValue* target, long* words)
    {
        target->Tag = (int)tag;
        target->Length = 0;
        target->Payload = payload;
        switch (reference)
        {
            case null:
                break;
            case Tensor tensor:
                target->Payload = tensor.Handle;
                break;
            case RandomStream stream:
                target->Payload = stream.Handle;
                break;
            case string text:
                target->Length = System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(words, Words * 8));
                target->Payload = (long)words;
                break;
            default:
                WriteList(target, words);
                break;
        }
    }

    private unsafe void WriteList(NativeValue* target, long* words)
    {
        target->Payload = (long)words;
        target->Length = Words;
        switch (reference)
        {
            case long[] list:
                list.CopyTo(new Span<long>(words, list.Length));
                break;
            case double[] list:
                list.CopyTo(new Span<double>(words, list.Length));
                break;
            case Tensor?[] list:
                for (int i = 0; i < list.Length; i++)
                {
                    words[i] = list[i]?.Handle ?? 0;
                }

                break;
        }
    }
}
