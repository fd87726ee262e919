namespace Trainer.Torch;

/// <summary>Element type of a tensor. The values are libtorch's own scalar-type codes.</summary>
public enum DType
{
    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 0,

    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 1,

    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 2,

    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 3,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 4,

    /// <summary>IEEE half precision.</summary>
    Float16 = 5,

    /// <summary>IEEE single precision.</summary>
    Float32 = 6,

    /// <summary>IEEE double precision.</summary>
    Float64 = 7,

    /// <summary>One byte that is 0 or 1.</summary>
    Bool = 11,

    /// <summary>Brain floating point: 8 bits of exponent, 7 of fraction.</summary>
    BFloat16 = 15,
}

/// <summary>Facts about element types.</summary>
public static class DTypeFacts
{
    /// <summary>Bytes that one element takes.</summary>
    public static int Size(this DType type) => type switch
    {
        DType.UInt8 or DType.Int8 or DType.Bool => 1,
        DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Int32 or DType.Float32 => 4,
        DType.Int64 or DType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This element type has no known size."),
    };

    /// <summary>Whether gradients can flow through values of this type.</summary>
    public static bool IsFloating(this DType type) =>
        type is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16;

    /// <summary>The element type that stands for <typeparamref name="T"/>.</summary>
    public static DType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return DType.Float32;
        }

        if (typeof(T) == typeof(long))
        {
            return DType.Int64;
        }

        if (typeof(T) == typeof(int))
        {
            return DType.Int32;
        }

        if (typeof(T) == typeof(double))
        {
            return DType.Float64;
        }

        if (typeof(T) == typeof(byte))
        {
            return DType.UInt8;
        }

        return typeof(T) == typeof(bool)
            ? DType.Bool
            : throw new NotSupportedException($"A tensor can't be made from {typeof(T)}. Use float, double, int, long, byte or bool.");
    }
}
