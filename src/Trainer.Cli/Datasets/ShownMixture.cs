using Trainer.Data;
using Trainer.Data.Sampling;
using Trainer.Torch;

namespace Trainer.Cli.Datasets;

/// <summary>The files of a training run, of which some records are shown.</summary>
/// <param name="datasets">The files; at least one.</param>
internal sealed class ShownMixture(IReadOnlyList<ShownDataset> datasets) : IDisposable
{
    /// <summary>The first records of an epoch: files come as often as their weights say. Of equal seeds, the same ones.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="seed">Of the draw.</param>
    internal IEnumerable<DrawnRecord> Draw(int count, ulong seed)
    {
        var sampler = new EpochSampler([.. datasets.Select(dataset => new SampledDataset(dataset.Positions.Count, dataset.Weight))], new SamplingOptions(), new RandomRoot(seed));
        return sampler.Epoch(0).SelectMany(batch => batch).Take(count).Select(Read);
    }

    public void Dispose()
    {
        foreach (ShownDataset dataset in datasets)
        {
            dataset.Records.Dispose();
        }
    }

    private DrawnRecord Read(SampleIndex sample)
    {
        ShownDataset dataset = datasets[sample.Dataset];
        int position = dataset.Positions[sample.Record];
        try
        {
            return new DrawnRecord(dataset.Records.Read(position), dataset.Records.PlaceOf(position).ToString(), dataset.ImageDir);
        }
        catch (DataException exception)
        {
            return new DrawnRecord(null, exception.Message, dataset.ImageDir);
        }
    }
}
