using Trainer.Data.Records;

namespace Trainer.Data.Batches;

/// <summary>How records of one kind become examples.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
/// <typeparam name="TExample">What goes into a batch.</typeparam>
public interface IExampleFormat<in TRecord, out TExample>
    where TRecord : IRecord
{
    /// <summary>Tokens that a record takes in a batch; 0 when it is left out.</summary>
    /// <exception cref="DataException">The record can't be used.</exception>
    int LengthOf(TRecord record);

    /// <summary>Encodes a record and reads its pictures.</summary>
    /// <exception cref="DataException">The record or one of its pictures can't be used.</exception>
    TExample Load(TRecord record);
}
