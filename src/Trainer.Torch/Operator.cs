using System.Runtime.CompilerServices;
using Trainer.Torch.Interop;

namespace Trainer.Torch;

/// <summary>
/// One libtorch operator, found by name in the dispatcher on first use and called boxed.
/// Keep instances in static fields: a call then costs about a microsecond.
/// </summary>
/// <param name="name">Qualified name, such as <c>aten::add</c>.</param>
/// <param name="overload">Overload, such as <c>Tensor</c>; empty for the only one.</param>
public sealed unsafe class Operator(string name, string overload = "")
{
    private const int MaxStackWords = 512;
    private nint handle;

    /// <summary>Qualified name and overload, as schemas write them.</summary>
    public string Name { get; } = overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Whether the loaded libtorch has this operator. Newer ones have more.</summary>
    public bool Exists => handle != 0 || NativeMethods.tt_operator_find(name, overload, out handle) == 0;

    /// <summary>Calls the operator and returns its only result.</summary>
    /// <exception cref="TorchException">libtorch refused; the message holds the operator's name and the shapes.</exception>
    public Tensor Call(params ReadOnlySpan<Value> arguments)
    {
        NativeValue output = default;
        Invoke(arguments, &output, 1);
        return Tensor.Adopt((nint)output.Payload);
    }

    /// <summary>Calls an operator whose result, if any, is one of its arguments.</summary>
    public void CallInPlace(params ReadOnlySpan<Value> arguments)
    {
        NativeValue output = default;
        Invoke(arguments, &output, 1);
        if (output.Tag == (int)ValueTag.Tensor)
        {
            NativeMethods.tt_tensor_free((nint)output.Payload);
        }
    }

    /// <summary>Calls the operator and returns its two results.</summary>
    public TensorPair CallPair(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* output = stackalloc NativeValue[2];
        Invoke(arguments, output, 2);
        return new TensorPair(Tensor.Adopt((nint)output[0].Payload), Tensor.Adopt((nint)output[1].Payload));
    }

    /// <summary>Calls an operator that returns several tensors.</summary>
    /// <param name="capacity">The most results that may come back.</param>
    /// <param name="arguments">The schema's arguments, in order.</param>
    public Tensor[] CallMany(int capacity, params ReadOnlySpan<Value> arguments)
    {
        NativeValue* output = stackalloc NativeValue[capacity];
        int count = Invoke(arguments, output, capacity);
        var results = new Tensor[count];
        for (int i = 0; i < count; i++)
        {
            results[i] = Tensor.Adopt((nint)output[i].Payload);
        }

        return results;
    }

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Value> arguments, NativeValue* output, int capacity)
    {
        if (handle == 0)
        {
            Native.Check(NativeMethods.tt_operator_find(name, overload, out handle), $"Operator {Name} is not in this libtorch");
        }

        int words = 0;
        foreach (ref readonly Value argument in arguments)
        {
            words += argument.Words;
        }

        if (words > MaxStackWords)
        {
            fixed (long* heap = new long[words])
            {
                return Invoke(arguments, heap, output, capacity);
            }
        }

        long* stack = stackalloc long[MaxStackWords];
        return Invoke(arguments, stack, output, capacity);
    }

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Value> arguments, long* words, NativeValue* output, int capacity)
    {
        NativeValue* input = stackalloc NativeValue[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i].Write(input + i, words);
            words += arguments[i].Words;
        }

        if (NativeMethods.tt_operator_call(handle, input, arguments.Length, output, capacity, out int count) != 0)
        {
            throw new TorchException($"{Name}({Describe(arguments)}): {Native.LastError()}");
        }

        return count;
    }

    private static string Describe(ReadOnlySpan<Value> arguments)
    {
        var shapes = new List<string>();
        foreach (ref readonly Value argument in arguments)
        {
            if (argument.AsTensor is { } tensor)
            {
                shapes.Add(tensor.ToString());
            }
        }

        return string.Join(", ", shapes);
    }
}

/// <summary>The two results of an operator.</summary>
/// <param name="First">First result.</param>
/// <param name="Second">Second result.</param>
public readonly record struct TensorPair(Tensor First, Tensor Second);
