using Trainer.Data.Batches;
using Trainer.Torch;

namespace Trainer.Training.Tests.Toy;

/// <summary>Rows of a linear regression.</summary>
internal sealed class ToyBatch(Tensor inputs, Tensor targets, IReadOnlyList<string> recordIds) : IBatch
{
    /// <summary>[rows, inputs].</summary>
    internal Tensor Inputs { get; } = inputs;

    /// <summary>[rows, 1].</summary>
    internal Tensor Targets { get; } = targets;

    public int Samples => RecordIds.Count;

    public long Tokens => RecordIds.Count * 3;

    public IReadOnlyList<string> RecordIds { get; } = recordIds;

    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }
}
