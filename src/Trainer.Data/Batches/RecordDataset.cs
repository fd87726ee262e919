using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Data.Batches;

/// <summary>Records that are encoded and decoded on demand. Safe to use from several threads.</summary>
/// <param name="records">The records.</param>
/// <param name="format">Makes examples of them.</param>
public sealed class RecordDataset<TRecord, TExample>(IRecordSource<TRecord> records, IExampleFormat<TRecord, TExample> format) : IExampleDataset<TExample>
    where TRecord : IRecord
{
    /// <inheritdoc/>
    public UsableRecords Audit(IReadOnlyList<int> positions)
    {
        int[] lengths = LengthsOf(positions);
        int[] kept = [.. Enumerable.Range(0, lengths.Length).Where(index => lengths[index] > 0)];
        return new UsableRecords(
            [.. kept.Select(index => positions[index])], [.. kept.Select(index => lengths[index])], lengths.Length - kept.Length);
    }

    /// <inheritdoc/>
    public TExample Load(int position) => Use(position, format.Load);

    private int[] LengthsOf(IReadOnlyList<int> positions)
    {
        try
        {
            return [.. positions.AsParallel().AsOrdered().Select(position => Use(position, format.LengthOf))];
        }
        catch (AggregateException exception) when (exception.InnerException is DataException first)
        {
            throw new DataException(first.Message, exception);
        }
    }

    private TResult Use<TResult>(int position, Func<TRecord, TResult> use)
    {
        TRecord record = records.Read(position);
        try
        {
            return use(record);
        }
        catch (DataException exception)
        {
            throw new DataException($"{records.PlaceOf(position)}: record '{record.Id}' can't be used. {exception.Message}", exception);
        }
    }
}
