namespace Trainer.Training.Metrics;

/// <summary>
/// Hands each record to every sink. A sink that fails is reported once and left out from then on: a full disk for
/// curves must not end a run of ten hours. (A failing checkpoint must, and does.)
/// </summary>
public sealed class MetricFanOut : IMetricSink
{
    private readonly List<IMetricSink> sinks;
    private readonly TextWriter complaints;

    /// <summary>Takes over the sinks, which are disposed with this.</summary>
    /// <param name="complaints">Where a failure is reported, usually standard error.</param>
    /// <param name="sinks">Any number of sinks.</param>
    public MetricFanOut(TextWriter complaints, params IEnumerable<IMetricSink> sinks)
    {
        this.complaints = complaints;
        this.sinks = [.. sinks];
    }

    /// <inheritdoc/>
    public void Write(MetricRecord record) => Attempt(sink => sink.Write(record));

    /// <inheritdoc/>
    public void Dispose()
    {
        Attempt(sink => sink.Dispose());
        sinks.Clear();
    }

    // Whatever a sink throws is its own business, so this is the one place that catches everything.
#pragma warning disable CA1031
    private void Attempt(Action<IMetricSink> action)
    {
        foreach (IMetricSink sink in sinks.ToArray())
        {
            try
            {
                action(sink);
            }
            catch (Exception error)
            {
                sinks.Remove(sink);
                complaints.WriteLine($"{sink.GetType().Name} failed and is left out from here on: {error.Message} The run goes on.");
            }
        }
    }
#pragma warning restore CA1031
}
