using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Common;

/// <summary>How the records of one kind become batches.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
/// <typeparam name="TExample">What one record becomes.</typeparam>
/// <typeparam name="TBatch">What several examples become.</typeparam>
public sealed record RecordKind<TRecord, TExample, TBatch>
    where TRecord : IRecord
    where TBatch : IBatch
{
    /// <summary>Opens a file whose pictures lie in the given folder.</summary>
    public required Func<DatasetOptions, string, IRecordSource<TRecord>> Open { get; init; }

    /// <summary>Makes examples of records whose pictures lie in the given folder.</summary>
    public required Func<string, IExampleFormat<TRecord, TExample>> Examples { get; init; }

    /// <summary>Puts examples into a batch.</summary>
    public required Func<IReadOnlyList<TExample>, TBatch> Collate { get; init; }
}
