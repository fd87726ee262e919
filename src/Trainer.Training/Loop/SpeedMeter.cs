using Trainer.Training.Metrics;

namespace Trainer.Training.Loop;

/// <summary>Samples and tokens a second over a logging interval; evaluations and checkpoints don't count.</summary>
internal sealed class SpeedMeter(TimeProvider clock)
{
    private long started;
    private TimeSpan elapsed;
    private long samples;
    private long tokens;

    internal void Start() => started = clock.GetTimestamp();

    internal void Stop(StepReport step)
    {
        elapsed += clock.GetElapsedTime(started);
        samples += step.Samples;
        tokens += step.Tokens;
    }

    /// <summary>Adds the interval's rates to the figures, unless it took no time, and starts the next one.</summary>
    internal void TakeRates(Dictionary<string, double> values)
    {
        if (elapsed > TimeSpan.Zero)
        {
            values[MetricNames.SampleRate] = samples / elapsed.TotalSeconds;
            values[MetricNames.TokenRate] = tokens / elapsed.TotalSeconds;
        }

        (elapsed, samples, tokens) = (TimeSpan.Zero, 0, 0);
    }
}
