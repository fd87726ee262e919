using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>A tensor on its way to disk. It is asked for only when its turn comes, so that one is in memory at a time.</summary>
/// <param name="Name">Its name, unique within the file.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Value">Gives the tensor; one that is made here is freed after it was written.</param>
public sealed record NamedTensor(string Name, DType Type, long[] Shape, Func<Tensor> Value)
{
    /// <summary>A tensor that exists already.</summary>
    public NamedTensor(string name, Tensor value)
        : this(name, value.DType, value.Shape, () => value)
    {
    }

    /// <summary>Bytes of the elements.</summary>
    public long Length => Shape.Aggregate((long)Type.Size(), (product, size) => checked(product * size));
}
