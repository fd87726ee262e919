using Trainer.Modeling.Weights;
using Trainer.Torch.Optim;

namespace Trainer.Algorithms.Common;

/// <summary>What a run trains and leaves behind.</summary>
public interface ITrainable
{
    /// <summary>Every weight that learns.</summary>
    IReadOnlyList<TrainableTensor> Trainable { get; }

    /// <summary>Writes what the run makes into a folder.</summary>
    void Write(string folder);

    /// <summary>Reads a written folder back and compares every weight with the one in memory, bit for bit.</summary>
    /// <exception cref="CheckpointException">A weight is missing or differs.</exception>
    void RequireWritten(string folder);
}
