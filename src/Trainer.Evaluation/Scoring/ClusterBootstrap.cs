namespace Trainer.Evaluation.Scoring;

/// <summary>
/// Percentile intervals for ratios of counts. Whole clusters are drawn with replacement, since questions about one picture succeed
/// and fail together (Efron and Tibshirani, 1993, chapter 13).
/// </summary>
/// <typeparam name="TCounts">Counts of one cluster, which add up to those of the whole.</typeparam>
public sealed class ClusterBootstrap<TCounts>
    where TCounts : ICounts<TCounts>
{
    private readonly double confidence;
    private readonly TCounts[] totals;

    /// <summary>Draws once; any number of metrics are then read from the same draws.</summary>
    /// <param name="clusters">Counts of each picture.</param>
    /// <param name="options">Number of draws, confidence and seed.</param>
    public ClusterBootstrap(IReadOnlyList<TCounts> clusters, BootstrapOptions options)
    {
        confidence = options.Confidence;
        totals = clusters.Count < 2 ? [] : [.. Resampling.Draws(clusters.Count, options).Select(draw => TCounts.Sum(clusters, draw))];
    }

    /// <summary>Interval of a metric; null with fewer than two clusters, or where no draw has a value.</summary>
    /// <param name="metric">A function of the counts; null where it has no value.</param>
    public Interval? Of(Func<TCounts, double?> metric) => Resampling.Percentiles(totals.Select(metric), confidence);
}
