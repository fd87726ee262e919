using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Sampling;
using Trainer.Recipes.Options;
using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Common;

/// <summary>A recipe's records of one kind: one part to train on, one held out.</summary>
public sealed class RecipeData<TRecord, TExample, TBatch> : IDisposable
    where TRecord : IRecord
    where TBatch : IBatch
{
    private readonly List<IRecordSource<TRecord>> files = [];
    private readonly List<MixturePart<TExample>> training = [];
    private readonly List<MixturePart<TExample>> heldOut = [];
    private readonly DataOptions options;
    private readonly RecordKind<TRecord, TExample, TBatch> kind;

    /// <summary>Opens every file and encodes each record's text once, so that bad records are found before the first step.</summary>
    /// <param name="options">Names the files.</param>
    /// <param name="kind">How their records become batches.</param>
    /// <param name="random">The run's randomness.</param>
    /// <exception cref="Trainer.Data.DataException">A file or record can't be used.</exception>
    public RecipeData(DataOptions options, RecordKind<TRecord, TExample, TBatch> kind, RandomRoot random)
    {
        this.options = options;
        this.kind = kind;
        foreach (DatasetOptions dataset in options.Datasets)
        {
            Add(dataset, random);
        }
    }

    /// <summary>The opened files.</summary>
    public IReadOnlyList<IRecordSource<TRecord>> Sources => files;

    /// <summary>Whether records are held out.</summary>
    public bool HasHeldOut => heldOut.Count > 0;

    /// <summary>Records that were left out because they are too long, or of no use.</summary>
    public int Dropped => training.Concat(heldOut).Sum(part => part.Records.Dropped);

    /// <summary>The endless stream to train on.</summary>
    /// <param name="batchSize">Records in a micro-batch of one process.</param>
    /// <param name="random">The run's randomness.</param>
    /// <param name="group">The processes that share the records.</param>
    /// <param name="dropLast">Leaves out records that don't fill an epoch's last batch.</param>
    public BatchStream<TBatch> OpenTraining(int batchSize, RandomRoot random, ProcessGroup group, bool dropLast = false) => new Mixture<TExample, TBatch>(training, kind.Collate).Open(
        Sampling(batchSize, group) with { DropLast = dropLast }, random, new PrefetchOptions(options.DataloaderNumWorkers, options.DataloaderPrefetchFactor));

    /// <summary>Of the first micro-batches of <see cref="OpenTraining"/>, the one that takes most room.</summary>
    /// <param name="batchSize">Records in a micro-batch of one process.</param>
    /// <param name="random">The run's randomness.</param>
    /// <param name="group">The processes that share the records.</param>
    /// <param name="first">How many micro-batches to look at.</param>
    public TBatch Largest(int batchSize, RandomRoot random, ProcessGroup group, long first) =>
        new Mixture<TExample, TBatch>(training, kind.Collate).Largest(Sampling(batchSize, group), random, first);

    /// <summary>Records to train on.</summary>
    public int Count => training.Sum(part => part.Records.Positions.Count);

    /// <summary>Different pictures of all files.</summary>
    public int Pictures => files.SelectMany(file => Enumerable.Range(0, file.Count).SelectMany(position => file.Read(position).Images)).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The held-out records in their order, batch by batch.</summary>
    public IEnumerable<TBatch> HeldOut(int batchSize) => new Mixture<TExample, TBatch>(heldOut, kind.Collate).InOrder(batchSize);

    /// <summary>All records once, those to train on first, batch by batch.</summary>
    public IEnumerable<TBatch> All(int batchSize) =>
        new Mixture<TExample, TBatch>(training, kind.Collate).InOrder(batchSize).Concat(HeldOut(batchSize));

    /// <summary>Closes the files.</summary>
    public void Dispose() => files.ForEach(file => file.Dispose());

    private SamplingOptions Sampling(int batchSize, ProcessGroup group) =>
        new() { BatchSize = batchSize, GroupByLength = options.GroupByLength, Rank = group.Rank, WorldSize = group.WorldSize };

    private void Add(DatasetOptions dataset, RandomRoot random)
    {
        string folder = options.ImageDir ?? Path.GetDirectoryName(Path.GetFullPath(dataset.Path))!;
        IRecordSource<TRecord> file = kind.Open(dataset, folder);
        files.Add(file);
        var records = new RecordDataset<TRecord, TExample>(file, kind.Examples(folder));

        // The file's name without its folder: the same records are held out wherever the data lies.
        string name = Path.GetFileName(dataset.Path);
        IReadOnlyList<int> positions = Subset.Draw(file.PositionsOf(dataset.Split), dataset.Fraction, random, name);
        HoldOut parts = Subset.HoldOut(positions, options.ValSize, random, name);
        training.Add(new MixturePart<TExample>(records, records.Audit(parts.Rest), dataset.Weight));
        if (parts.HeldOut.Count > 0)
        {
            heldOut.Add(new MixturePart<TExample>(records, records.Audit(parts.HeldOut)));
        }
    }
}
