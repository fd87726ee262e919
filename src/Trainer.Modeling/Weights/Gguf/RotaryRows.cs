using Trainer.Torch;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>
/// The order of a query's or key's features. transformers turns feature i of a head with feature i + half of the head, llama.cpp (as Meta's own code)
/// neighbours, 2i with 2i + 1. As long as queries and keys change places alike, all scores stay the same.
/// </summary>
internal static class RotaryRows
{
    /// <summary>From transformers' order to llama.cpp's.</summary>
    /// <param name="weight">[heads × features, inputs].</param>
    /// <param name="heads">Heads of this projection.</param>
    internal static Tensor Interleave(Tensor weight, int heads) => Swap(weight, heads, 2, weight.Size(0) / heads / 2);

    /// <summary>From llama.cpp's order to transformers'.</summary>
    internal static Tensor Separate(Tensor weight, int heads) => Swap(weight, heads, weight.Size(0) / heads / 2, 2);

    private static Tensor Swap(Tensor weight, int heads, long outer, long inner) =>
        weight.Reshape(heads, outer, inner, weight.Size(1)).Transpose(1, 2).Reshape(weight.Size(0), weight.Size(1));
}
