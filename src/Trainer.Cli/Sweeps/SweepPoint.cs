using System.Text.Json.Nodes;
using Trainer.Cli.Pipelines;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Sweeps;

/// <summary>What one setting came to.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">Its figure; null where the benchmark gave none, such as a share of nothing.</param>
/// <param name="Ci95">The figure's 95 % interval where the benchmark has one.</param>
internal sealed record SweepPoint(StepSetting Setting, double? Value, Interval? Ci95)
{
    /// <summary>Reads the figure that a step printed.</summary>
    /// <param name="setting">The step's setting.</param>
    /// <param name="result">What it printed.</param>
    /// <param name="metric">Path of the figure, such as <c>splits.adversarial.f1</c>.</param>
    /// <exception cref="UsageException">There is no such figure.</exception>
    internal static SweepPoint Read(StepSetting setting, JsonObject? result, string metric)
    {
        string[] path = metric.Split('.');
        JsonObject? section = path[..^1].Aggregate(result, (node, name) => node?[name] as JsonObject);
        if (section is null || !section.ContainsKey(path[^1]))
        {
            string known = string.Join(", ", (section ?? result)?.Where(entry => entry.Value is JsonValue or null or JsonObject).Select(entry => entry.Key) ?? []);
            throw new UsageException($"sweep.metric is '{metric}', but the step printed no such figure. There are: {known}.");
        }

        return new SweepPoint(setting, Number(section[path[^1]]), Range(section["ci95"]?[path[^1]]));
    }

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;

    private static Interval? Range(JsonNode? node) => node is JsonArray { Count: 2 } ends ? new Interval(ends[0]!.GetValue<double>(), ends[1]!.GetValue<double>()) : null;
}
