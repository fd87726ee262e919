using Trainer.Torch;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>An element type of GGUF. Quantised types hold several elements in a block; they can be listed, but not read.</summary>
/// <param name="Code">The format's number (<c>ggml_type</c>).</param>
/// <param name="Name">Its name, such as <c>BF16</c> or <c>Q4_K</c>.</param>
/// <param name="BlockElements">Elements of a block.</param>
/// <param name="BlockBytes">Bytes of a block.</param>
/// <param name="Type">libtorch's twin; null where it has none.</param>
internal sealed record GgufTensorType(uint Code, string Name, int BlockElements, int BlockBytes, DType? Type = null)
{
    private static readonly GgufTensorType[] All =
    [
        new(0, "F32", 1, 4, DType.Float32), new(1, "F16", 1, 2, DType.Float16), new(30, "BF16", 1, 2, DType.BFloat16), new(28, "F64", 1, 8, DType.Float64),
        new(24, "I8", 1, 1, DType.Int8), new(25, "I16", 1, 2, DType.Int16), new(26, "I32", 1, 4, DType.Int32), new(27, "I64", 1, 8, DType.Int64),
        new(2, "Q4_0", 32, 18), new(3, "Q4_1", 32, 20), new(6, "Q5_0", 32, 22), new(7, "Q5_1", 32, 24), new(8, "Q8_0", 32, 34), new(9, "Q8_1", 32, 36),
        new(10, "Q2_K", 256, 84), new(11, "Q3_K", 256, 110), new(12, "Q4_K", 256, 144), new(13, "Q5_K", 256, 176), new(14, "Q6_K", 256, 210), new(15, "Q8_K", 256, 292),
        new(16, "IQ2_XXS", 256, 66), new(17, "IQ2_XS", 256, 74), new(18, "IQ3_XXS", 256, 98), new(19, "IQ1_S", 256, 50), new(20, "IQ4_NL", 32, 18), new(21, "IQ3_S", 256, 110),
        new(22, "IQ2_S", 256, 82), new(23, "IQ4_XS", 256, 136), new(29, "IQ1_M", 256, 56), new(34, "TQ1_0", 256, 54), new(35, "TQ2_0", 256, 66), new(39, "MXFP4", 32, 17),
    ];

    internal static GgufTensorType? Find(uint code) => Array.Find(All, type => type.Code == code);

    internal static GgufTensorType? Find(string name) => Array.Find(All, type => type.Name == name);

    /// <summary>The format's twin of one of libtorch's types that weights are written in.</summary>
    internal static GgufTensorType Of(DType type) => Array.Find(All, entry => entry.Type == type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "GGUF has no such element type.");

    /// <summary>Bytes of a tensor; null where a row doesn't fill whole blocks.</summary>
    /// <exception cref="OverflowException">It is too large to exist.</exception>
    internal long? Length(long[] shape) => shape.Length > 0 && shape[^1] % BlockElements != 0
        ? null
        : checked(shape.Aggregate(1L, (product, size) => checked(product * size)) / BlockElements * BlockBytes);
}
