using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>
/// What a published checkpoint has of its vision tower behind the layer that is read. The model neither holds nor runs it, but
/// other software expects it, so that it is written all the same.
/// </summary>
public static class UnusedTower
{
    /// <summary>
    /// The weights by our names. They come out of the origin's memory map, one at a time; where it lacks any, all are those of
    /// blocks that change nothing: normalisations of 1 and 0, and zeros.
    /// </summary>
    /// <param name="config">Sizes.</param>
    /// <param name="type">Element type to write.</param>
    /// <param name="origin">The checkpoint that the model comes from, open until all is written; none: trained from nothing.</param>
    public static IReadOnlyList<NamedTensor> Weights(LlavaConfig config, DType type, CheckpointFolder? origin)
    {
        var fresh = new List<NamedTensor>();
        using var scope = new TensorScope();
        Tensor standIn = Tensor.Empty(Placement.CpuFloat, 1);
        config.Family.Unused(new ParameterBuilder((name, shape, initialization) =>
        {
            fresh.Add(new NamedTensor(name, type, shape, () => Unchanging(initialization, type, shape)));
            return standIn;
        }), config);
        return origin is not null && fresh.TrueForAll(weight => origin.Holds(weight.Name, weight.Shape))
            ? [.. fresh.Select(weight => weight with { Value = () => origin.Read(weight.Name).To(type) })]
            : fresh;
    }

    private static Tensor Unchanging(Initialization initialization, DType type, long[] shape)
    {
        var placement = new Placement(Device.Cpu, type);
        return initialization == Initialization.Ones ? Tensor.Ones(placement, shape) : Tensor.Zeros(placement, shape);
    }
}
