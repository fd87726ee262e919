using Trainer.Data.Batches;

namespace Trainer.Training;

/// <summary>What a run minimises: runs the model on a batch. It knows no optimiser and writes no files.</summary>
public interface IObjective<in TBatch>
    where TBatch : IBatch
{
    /// <summary>The loss of one micro-batch with its graph, and figures about it.</summary>
    LossReport Compute(TBatch batch);
}
