using System.Runtime.InteropServices;

namespace Trainer.Torch.Interop;

/// <summary>What a <see cref="NativeValue"/> holds. The numbers are shared with <c>value.h</c>.</summary>
internal enum ValueTag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    TensorList = 6,
    DType = 7,
    Device = 8,
    String = 9,
    DoubleList = 10,
    Generator = 11,
    OptionalTensorList = 12,
}

/// <summary>One argument or result on its way across the border.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal int Tag;
    internal int Length;
    internal long Payload;
}
