using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>A tensor and the name under which a file holds it.</summary>
/// <param name="Name">Unique within the file.</param>
/// <param name="Value">The elements.</param>
public readonly record struct NamedTensor(string Name, Tensor Value);
