using Trainer.Data;
using Trainer.Data.Batches;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.References;

/// <summary>A reference whose log-probabilities were computed before: training then reads each pair once instead of twice.</summary>
/// <param name="table">The log-probabilities.</param>
/// <param name="device">Where the policy's are.</param>
/// <param name="readsWeakened">Whether the loss asks for weakened pictures.</param>
public sealed class PrecomputedReference(ReferenceTable table, Device device, bool readsWeakened) : IPairReference
{
    /// <inheritdoc/>
    /// <exception cref="DataException">A pair is not in the table.</exception>
    public ReferenceScores Score(PreferenceBatch batch)
    {
        ReferenceEntry[] entries = [.. Enumerable.Range(0, batch.Samples).Select(pair => Find(batch, pair))];
        return new ReferenceScores(
            Column(entries, entry => entry.Chosen),
            Column(entries, entry => entry.Rejected),
            readsWeakened ? Column(entries, entry => entry.WeakChosen) : null);
    }

    private ReferenceEntry Find(PreferenceBatch batch, int pair) => table.Entries.TryGetValue(batch.Keys[pair], out ReferenceEntry entry)
        ? entry
        : throw new DataException(
            $"Record '{batch.RecordIds[pair]}' has no reference log-probabilities: its picture, or the share of records that is used, changed since they were computed. Compute them again.");

    private Tensor Column(ReferenceEntry[] entries, Func<ReferenceEntry, float> read) => Tensor.From([.. entries.Select(read)]).To(device);
}
