using Trainer.Data.Records;

namespace Trainer.Data.Readers;

/// <summary>Records of one kind, read by position. Used from several threads at once.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public interface IRecordSource<out TRecord> : IDisposable
    where TRecord : IRecord
{
    /// <summary>Number of records.</summary>
    int Count { get; }

    /// <summary>Positions of the records whose <c>split</c> is the given one.</summary>
    /// <param name="split">Such as <c>train</c>; null takes all records and reads none.</param>
    IReadOnlyList<int> PositionsOf(string? split);

    /// <summary>Reads one record.</summary>
    /// <param name="position">From 0.</param>
    /// <exception cref="DataException">It is not what its format says.</exception>
    TRecord Read(int position);

    /// <summary>Where a record begins, for messages.</summary>
    RecordPlace PlaceOf(int position);
}
