namespace Trainer.Training.Metrics;

/// <summary>Takes a run's figures somewhere: a file, a screen, a tracker.</summary>
public interface IMetricSink : IDisposable
{
    /// <summary>Writes one record. What it throws ends this sink, not the run.</summary>
    void Write(MetricRecord record);
}

/// <summary>The figures of one moment.</summary>
/// <param name="Step">Optimiser steps made.</param>
/// <param name="Time">When they were read.</param>
/// <param name="Values">Figures by name; those of evaluations begin with <c>eval/</c>.</param>
public sealed record MetricRecord(int Step, DateTimeOffset Time, IReadOnlyDictionary<string, double> Values);
