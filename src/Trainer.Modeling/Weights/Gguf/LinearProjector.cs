using Trainer.Torch;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>
/// A linear projector in the shape of one of two layers, which is the only one that llama.cpp computes: GELU(x) − GELU(−x) = x·Φ(x) + x·Φ(−x) = x for the
/// exact GELU as for its tanh form, so that a first layer with every row twice, once negated, and a second that subtracts change nothing.
/// </summary>
internal static class LinearProjector
{
    private const string Path = "model.mm_projector.";

    internal static bool Has(string ours) => ours is Path + "weight" or Path + "bias";

    /// <summary>Where the file has the projector's own rows: the first half of its first layer.</summary>
    internal static string NameOf(string ours) => $"mm.0.{ours[Path.Length..]}";

    /// <summary>The tensors that stand for one of the projector's weights.</summary>
    /// <param name="own">Its weight, [outputs, inputs], or bias, [outputs], under our name.</param>
    internal static NamedTensor[] Of(NamedTensor own)
    {
        long outputs = own.Shape[0];
        long[] doubled = [2 * outputs, .. own.Shape[1..]];
        var first = new NamedTensor(NameOf(own.Name), own.Type, doubled, () => Mirrored(own.Value(), 0));
        return own.Shape.Length == 2
            ? [first, new NamedTensor("mm.2.weight", own.Type, [outputs, 2 * outputs], () => Mirrored(Identity(outputs).To(own.Type), 1))]
            : [first, new NamedTensor("mm.2.bias", own.Type, [outputs], () => Tensor.Zeros(new Placement(Device.Cpu, own.Type), outputs))];
    }

    /// <summary>The projector's own rows, of what <see cref="Of"/> made.</summary>
    internal static Tensor FromFile(Tensor doubled) => doubled.Narrow(0, 0, doubled.Size(0) / 2);

    private static Tensor Identity(long size) => Tensor.Arange(0, size).Unsqueeze(1).Eq(Tensor.Arange(0, size)).To(DType.Float32);

    private static Tensor Mirrored(Tensor value, long dimension) => Tensor.Cat(dimension, value, -value);
}
