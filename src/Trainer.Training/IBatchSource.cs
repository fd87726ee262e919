using Trainer.Data.Batches;

namespace Trainer.Training;

/// <summary>
/// An endless stream of micro-batches, epoch after epoch. A collated dataset is one; so is a rollout of the policy.
/// </summary>
public interface IBatchSource<out TBatch>
    where TBatch : IBatch
{
    /// <summary>Micro-batches in one pass over the data.</summary>
    int BatchesPerEpoch { get; }

    /// <summary>The next micro-batch. The caller disposes it.</summary>
    TBatch Next();

    /// <summary>The position as text: the stream continues after the last batch that <see cref="Next"/> returned, whatever was read ahead.</summary>
    string SaveState();

    /// <summary>Continues from what <see cref="SaveState"/> returned.</summary>
    void RestoreState(string state);
}
