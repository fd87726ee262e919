using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Evaluation.Reports;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Sweeps;

/// <summary>A sweep for people (Markdown and a drawing) and for programs (JSON).</summary>
internal static class SweepFiles
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>Writes <c>sweep.json</c>, <c>sweep.md</c> and <c>sweep.svg</c> into a folder.</summary>
    internal static void Write(string folder, SweepTable table, string recipe)
    {
        AtomicFile.WriteText(Path.Combine(folder, "sweep.json"), Json(table, recipe).ToJsonString(Format));
        AtomicFile.WriteText(Path.Combine(folder, "sweep.md"), Markdown(table, recipe));
        IntervalPoint[] points = [.. table.Points.Where(point => point.Value is not null).Select(Draw)];
        if (points.Length > 0)
        {
            AtomicFile.WriteText(Path.Combine(folder, "sweep.svg"), new IntervalChart($"{table.Options.Metric} of each setting, with 95 % intervals", points).ToSvg());
        }
    }

    /// <summary>All settings.</summary>
    internal static JsonObject Json(SweepTable table, string recipe) => new()
    {
        ["recipe"] = recipe,
        ["metric"] = table.Options.Metric,
        ["higher_is_better"] = table.Options.HigherIsBetter,
        ["best"] = table.Best?.Setting.Name,
        ["cannot_tell"] = table.CannotTell,
        ["spread"] = table.Spread,
        ["settings"] = new JsonArray([.. table.Points.Select(point => (JsonNode)Json(point))]),
    };

    /// <summary>The best setting, the spread, and every figure.</summary>
    internal static string Markdown(SweepTable table, string recipe)
    {
        var text = new StringBuilder($"`{recipe}`: {table.Options.Metric}, {(table.Options.HigherIsBetter ? "higher" : "lower")} is better, {table.Points.Count} settings.\n\n");
        if (table.Best is { } best)
        {
            text.Append(CultureInfo.InvariantCulture, $"Best: **{best.Setting.Name}**, {Text(best)}; default {Text(table.Default)}; all settings span {table.Spread:F3}. ");
            text.Append(table.CannotTell
                ? "The best one's interval overlaps the default's, so that this may be chance.\n\n"
                : "It was chosen as the best of many, which flatters it: measure it again on other questions.\n\n");
        }

        text.Append("| setting | value | 95 % interval |\n|---|---|---|\n");
        foreach (SweepPoint point in table.Points)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {point.Setting.Name} | {Number(point.Value)} | {(point.Ci95 is { } range ? $"{Number(range.Low)} to {Number(range.High)}" : "n/a")} |\n");
        }

        return text.ToString();
    }

    private static string Text(SweepPoint point) => point.Ci95 is { } range ? $"{Number(point.Value)} [{Number(range.Low)}, {Number(range.High)}]" : Number(point.Value);

    private static string Number(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "n/a";

    private static IntervalPoint Draw(SweepPoint point) => new(point.Setting.Name, point.Value!.Value, point.Ci95?.Low ?? point.Value.Value, point.Ci95?.High ?? point.Value.Value);

    private static JsonObject Json(SweepPoint point) => new()
    {
        ["name"] = point.Setting.Name,
        ["changes"] = new JsonObject(point.Setting.Changes.Select(change => KeyValuePair.Create(change.Key, (JsonNode?)change.Value))),
        ["value"] = point.Value,
        ["ci95"] = point.Ci95 is { } range ? new JsonArray(range.Low, range.High) : null,
    };
}
