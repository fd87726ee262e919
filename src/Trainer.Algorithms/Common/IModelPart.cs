using Trainer.Modeling;
using Trainer.Modeling.Weights;

namespace Trainer.Algorithms.Common;

/// <summary>Weights that learn beside a model and are no part of it, such as a scalar head.</summary>
public interface IModelPart : IDisposable
{
    /// <summary>Its weights.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Writes its files beside the model's.</summary>
    void Write(string folder);

    /// <summary>Reads its files back and compares them with what is in memory.</summary>
    /// <exception cref="CheckpointException">A weight is missing or differs.</exception>
    void RequireWritten(string folder);
}
