using Trainer.Data.Batches;

namespace Trainer.Training;

/// <summary>A stream of a dataset's batches as a source of micro-batches.</summary>
/// <param name="stream">The stream; the caller disposes it.</param>
public sealed class StreamSource<TBatch>(BatchStream<TBatch> stream) : IBatchSource<TBatch>
    where TBatch : IBatch
{
    /// <inheritdoc/>
    public int BatchesPerEpoch => stream.BatchesPerEpoch;

    /// <inheritdoc/>
    public TBatch Next() => stream.Next();

    /// <inheritdoc/>
    public string SaveState() => stream.SaveState();

    /// <inheritdoc/>
    public void RestoreState(string state) => stream.RestoreState(state);
}
