using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Named tensors that can be read one by one.</summary>
public interface IWeightSource : IDisposable
{
    /// <summary>Every tensor by its name.</summary>
    IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>A tensor on the processor, row by row, that lies over the mapped file where it can: nothing is copied until it is written to or moved.</summary>
    Tensor Read(string name);
}
