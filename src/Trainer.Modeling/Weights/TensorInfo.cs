namespace Trainer.Modeling.Weights;

/// <summary>What a file says about one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type as safetensors spells it, such as <c>BF16</c>.</param>
/// <param name="Shape">Sizes; empty for a single number.</param>
/// <param name="Begin">First byte, counted from the start of a safetensors file's data, or of a torch file.</param>
/// <param name="End">One past the last byte.</param>
public sealed record TensorInfo(string Name, string Type, long[] Shape, long Begin, long End)
{
    /// <summary>Bytes of the elements.</summary>
    public long Length => End - Begin;

    /// <summary>Type and sizes, such as <c>BF16[2, 8]</c>.</summary>
    public override string ToString() => $"{Type}[{string.Join(", ", Shape)}]";
}
