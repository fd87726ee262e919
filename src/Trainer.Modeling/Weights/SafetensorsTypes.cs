using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Names of element types in safetensors headers.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, DType> ByName = new(StringComparer.Ordinal)
    {
        ["F64"] = DType.Float64,
        ["F32"] = DType.Float32,
        ["F16"] = DType.Float16,
        ["BF16"] = DType.BFloat16,
        ["I64"] = DType.Int64,
        ["I32"] = DType.Int32,
        ["I16"] = DType.Int16,
        ["I8"] = DType.Int8,
        ["U8"] = DType.UInt8,
        ["BOOL"] = DType.Bool,
    };

    internal static DType? Find(string name) => ByName.TryGetValue(name, out DType type) ? type : null;

    internal static string NameOf(DType type) => ByName.Single(entry => entry.Value == type).Key;
}
