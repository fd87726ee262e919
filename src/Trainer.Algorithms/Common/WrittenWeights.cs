using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>Proves that what was saved is what was trained.</summary>
internal static class WrittenWeights
{
    /// <summary>Compares files with tensors in memory, bit for bit, and closes the files.</summary>
    /// <exception cref="CheckpointException">A weight is missing or differs.</exception>
    internal static void RequireEqual(string folder, IWeightSource files, IEnumerable<NamedTensor> weights)
    {
        using IWeightSource written = files;
        foreach (NamedTensor weight in weights)
        {
            using var scope = new TensorScope();
            if (!written.Tensors.ContainsKey(weight.Name) || !written.Read(weight.Name).SameAs(weight.Value().Detach().To(Device.Cpu)))
            {
                throw new CheckpointException($"{folder}: '{weight.Name}' read back is not what was trained. Check the disk, and export again from the last checkpoint.");
            }
        }
    }
}
