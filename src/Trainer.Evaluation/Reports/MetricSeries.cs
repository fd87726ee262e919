using System.Text.Json;

namespace Trainer.Evaluation.Reports;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">Steps and values, in order of the steps; values are finite.</param>
public sealed record MetricSeries(string Name, IReadOnlyList<(double Step, double Value)> Points)
{
    /// <summary>Reads one figure from a run's <c>metrics.jsonl</c>.</summary>
    /// <remarks>A running or killed run leaves a torn last line, and figures that are not numbers are null: both are passed over.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="figure">The figure's name in it.</param>
    public static MetricSeries Read(string path, string figure) =>
        new(figure, [.. File.ReadLines(path).Select(line => PointOf(line, figure)).OfType<(double, double)>()]);

    private static (double Step, double Value)? PointOf(string line, string figure)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement record = document.RootElement;
            return record.TryGetProperty(figure, out JsonElement value) && value.ValueKind == JsonValueKind.Number
                ? (record.GetProperty("step").GetDouble(), value.GetDouble())
                : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
