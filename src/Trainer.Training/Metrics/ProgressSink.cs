using System.Globalization;

namespace Trainer.Training.Metrics;

/// <summary>
/// One line about the run: step, time left, speed, loss, learning rate, memory. On a terminal the line renews itself;
/// where output goes to a file each is a line of its own.
/// </summary>
public sealed class ProgressSink : IMetricSink
{
    private readonly TextWriter output;
    private readonly bool isLive;
    private readonly int totalSteps;
    private readonly int firstStep;
    private readonly DateTimeOffset start;
    private int width;

    /// <summary>Starts the clock.</summary>
    /// <param name="output">Usually standard error.</param>
    /// <param name="isLive">Whether a terminal shows it.</param>
    /// <param name="start">Now.</param>
    /// <param name="firstStep">Steps made before.</param>
    /// <param name="totalSteps">Steps of the whole run.</param>
    public ProgressSink(TextWriter output, bool isLive, DateTimeOffset start, int firstStep, int totalSteps)
    {
        this.output = output;
        this.isLive = isLive;
        this.start = start;
        this.firstStep = firstStep;
        this.totalSteps = totalSteps;
    }

    /// <inheritdoc/>
    public void Write(MetricRecord record)
    {
        bool isEvaluation = record.Values.Keys.All(name => name.StartsWith(MetricNames.EvaluationPrefix, StringComparison.Ordinal));
        string line = isEvaluation ? Evaluation(record) : Training(record);
        if (isLive && !isEvaluation)
        {
            output.Write($"\r{line.PadRight(width)}");
            width = line.Length;
        }
        else
        {
            output.WriteLine(isLive ? $"\r{line.PadRight(width)}" : line);
            width = 0;
        }

        output.Flush();
    }

    /// <summary>Ends the live line.</summary>
    public void Dispose()
    {
        if (width > 0)
        {
            output.WriteLine();
        }
    }

    private string Training(MetricRecord record)
    {
        string[] parts =
        [
            $"step {record.Step}/{totalSteps}",
            $"ETA {Remaining(record)}",
            .. Part(record, MetricNames.Loss, value => $"loss {value:F4}"),
            .. Part(record, MetricNames.LearningRate, value => $"lr {value:0.00E+0}"),
            .. Part(record, MetricNames.SampleRate, value => $"{value:F1} samples/s"),
            .. Part(record, MetricNames.TokenRate, value => $"{value:F0} tokens/s"),
            .. Part(record, MetricNames.Memory, value => $"{value:F1} GiB"),
        ];
        return string.Join("  ", parts);
    }

    private string Evaluation(MetricRecord record) =>
        $"step {record.Step}/{totalSteps}  " + string.Join("  ", record.Values.Select(value => Invariant($"{value.Key} {value.Value:G5}")));

    private string Remaining(MetricRecord record)
    {
        int made = record.Step - firstStep;
        if (made <= 0)
        {
            return "unknown";
        }

        TimeSpan left = (record.Time - start) / made * (totalSteps - record.Step);
        return Invariant($"{(int)left.TotalHours}:{left.Minutes:D2}:{left.Seconds:D2}");
    }

    private static IEnumerable<string> Part(MetricRecord record, string name, Func<double, FormattableString> format) =>
        record.Values.TryGetValue(name, out double value) ? [Invariant(format(value))] : [];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
