namespace Trainer.Evaluation.Scoring;

/// <summary>A benchmark's metrics together: values, intervals and comparisons from the counts of each picture.</summary>
/// <typeparam name="TCounts">Counts of one picture, which add up to those of the whole.</typeparam>
/// <param name="metrics">The metrics, in the order in which they are shown.</param>
public sealed class MetricTable<TCounts>(IReadOnlyList<Metric<TCounts>> metrics)
    where TCounts : ICounts<TCounts>
{
    /// <summary>Values over all pictures, by name.</summary>
    public IReadOnlyDictionary<string, double?> Values(IReadOnlyList<TCounts> clusters)
    {
        TCounts total = TCounts.Sum(clusters, Enumerable.Range(0, clusters.Count));
        return metrics.ToDictionary(metric => metric.Name, metric => metric.Value(total));
    }

    /// <summary>Intervals by a bootstrap over pictures, by name.</summary>
    public IReadOnlyDictionary<string, Interval?> Intervals(IReadOnlyList<TCounts> clusters, BootstrapOptions options)
    {
        var bootstrap = new ClusterBootstrap<TCounts>(clusters, options);
        return metrics.ToDictionary(metric => metric.Name, metric => bootstrap.Of(metric.Value));
    }

    /// <summary>Paired comparisons on equal pictures of the metrics of which more, or less, is better.</summary>
    /// <param name="baseline">Counts of each picture.</param>
    /// <param name="candidate">The other's counts of the same pictures, in the same order.</param>
    /// <param name="options">Number of draws, confidence and seed.</param>
    public IReadOnlyDictionary<string, Comparison> Compare(IReadOnlyList<TCounts> baseline, IReadOnlyList<TCounts> candidate, BootstrapOptions options)
    {
        var bootstrap = new PairedBootstrap<TCounts>(baseline, candidate, options);
        return metrics.Where(metric => metric.HigherIsBetter is not null).ToDictionary(metric => metric.Name, metric => bootstrap.Compare(metric.Value, metric.HigherIsBetter!.Value));
    }
}
