using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>The format's element types: their sizes, their order of alignment, and libtorch's twins.</summary>
internal static class SafetensorsType
{
    // In the format's order of alignment: a writer places larger ones first.
    private static readonly (string Name, int Bits, DType? Type)[] Types =
    [
        ("BOOL", 8, DType.Bool), ("F4", 4, null), ("F6_E2M3", 6, null), ("F6_E3M2", 6, null), ("U8", 8, DType.UInt8), ("I8", 8, DType.Int8),
        ("F8_E5M2", 8, null), ("F8_E4M3", 8, null), ("F8_E8M0", 8, null), ("F8_E4M3FNUZ", 8, null), ("F8_E5M2FNUZ", 8, null),
        ("I16", 16, DType.Int16), ("U16", 16, null), ("F16", 16, DType.Float16), ("BF16", 16, DType.BFloat16), ("I32", 32, DType.Int32),
        ("U32", 32, null), ("F32", 32, DType.Float32), ("C64", 64, null), ("F64", 64, DType.Float64), ("I64", 64, DType.Int64), ("U64", 64, null),
    ];

    /// <summary>Bits of one element, or null for a name that the format does not know.</summary>
    internal static int? Bits(string name) => Find(name) is { } index ? Types[index].Bits : null;

    /// <summary>libtorch's type, or null where it has none.</summary>
    internal static DType? ToDType(string name) => Find(name) is { } index ? Types[index].Type : null;

    /// <summary>Rank in the order of alignment.</summary>
    internal static int Rank(DType type) => Array.FindIndex(Types, entry => entry.Type == type);

    /// <summary>The format's name of a type.</summary>
    internal static string Name(DType type) => Types[Rank(type)].Name;

    private static int? Find(string name)
    {
        int index = Array.FindIndex(Types, entry => entry.Name == name);
        return index < 0 ? null : index;
    }
}
