using System.Text.Json;
using Trainer.Modeling.Weights;

namespace Trainer.Training.Metrics;

/// <summary>
/// <c>metrics.jsonl</c>: one object a line with <c>step</c>, <c>time</c> and the figures. Figures that JSON can't hold
/// (NaN, infinities) are written as null.
/// </summary>
public sealed class JsonLinesSink : IMetricSink
{
    private readonly StreamWriter writer;

    /// <summary>Appends to a file.</summary>
    /// <param name="path">The file; made if absent.</param>
    public JsonLinesSink(string path)
    {
        writer = new StreamWriter(path, append: true) { NewLine = "\n", AutoFlush = true };
    }

    /// <summary>
    /// Drops a torn last line and every record after a step, so that a resumed run writes them again and none appears twice.
    /// </summary>
    /// <param name="path">The file; nothing happens where it is absent.</param>
    /// <param name="step">Last step whose records stay.</param>
    public static void TruncateAfter(string path, int step)
    {
        if (File.Exists(path))
        {
            IEnumerable<string> kept = File.ReadLines(path).Where(line => StepOf(line) <= step);
            AtomicFile.WriteText(path, string.Concat(kept.Select(line => line + "\n")));
        }
    }

    /// <inheritdoc/>
    public void Write(MetricRecord record)
    {
        var line = new Dictionary<string, object?>(StringComparer.Ordinal) { ["step"] = record.Step, ["time"] = record.Time };
        foreach ((string name, double value) in record.Values)
        {
            line[name] = double.IsFinite(value) ? value : null;
        }

        writer.WriteLine(JsonSerializer.Serialize(line));
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private static int? StepOf(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("step").GetInt32();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
