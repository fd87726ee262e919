using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Evaluation.Reports;
using Trainer.Evaluation.Scoring;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Studies;

/// <summary>A study for people (Markdown and a drawing) and for programs (JSON).</summary>
internal static class StudyFiles
{
    private const string Missing = "n/a";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>Writes <c>study.json</c>, <c>study.md</c> and <c>study.svg</c> into a folder.</summary>
    internal static void Write(string folder, StudyTable table, string recipe)
    {
        AtomicFile.WriteText(Path.Combine(folder, "study.json"), Json(table, recipe).ToJsonString(Format));
        AtomicFile.WriteText(Path.Combine(folder, "study.md"), Markdown(table, recipe));
        (string Name, StudyCell Cell)[] shown = [.. table.Rows.Where(row => row.Cells is [{ Mean: not null }, ..]).Select(row => (row.Name, row.Cells[0]))];
        if (shown is [var first, ..])
        {
            string title = $"{first.Cell.Metric.Title}, mean and 95 % interval over {table.Seeds.Count} seeds";
            AtomicFile.WriteText(Path.Combine(folder, "study.svg"), new IntervalChart(title, [.. shown.Select(row => Point(row.Name, row.Cell))]).ToSvg());
        }
    }

    /// <summary>All figures, seed by seed.</summary>
    internal static JsonObject Json(StudyTable table, string recipe) => new()
    {
        ["recipe"] = recipe,
        ["baseline"] = table.Comparison.Baseline,
        ["seeds"] = new JsonArray([.. table.Seeds.Select(seed => (JsonNode)seed)]),
        ["counts"] = new JsonObject(table.Counts.Select(count => KeyValuePair.Create(count.Suite, (JsonNode?)count.Number))),
        ["rows"] = new JsonArray([.. table.Rows.Select(row => (JsonNode)Json(row))]),
    };

    /// <summary>The means, and the differences to the baseline with a verdict.</summary>
    internal static string Markdown(StudyTable table, string recipe)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"`{recipe}`, seeds {string.Join(", ", table.Seeds)}. {string.Join("; ", table.Counts.Select(count => count.Text))}.\n")
            .Append("Mean ± half of the 95 % interval (Student's t over seeds).\n\n");
        AppendTable(text, table.Rows, row => row.Name, cell => Number(cell.Mean, cell.Ci95, "F3"));
        text.Append(CultureInfo.InvariantCulture, $"\nDifference to **{table.Comparison.Baseline}**{(table.Comparison.Against.Count > 0 ? " or to the named variant" : "")}, seed by seed; a verdict where the interval leaves 0 out.\n\n");
        AppendTable(text, table.Rows.Where(row => row.Name != row.Baseline), row => TitleOf(row, table.Comparison), cell => $"{Number(cell.Difference?.Difference, cell.Difference?.Ci95, "+0.000;-0.000;0.000")} {cell.VerdictText}".TrimEnd());
        return text.ToString();
    }

    private static string TitleOf(StudyRow row, StudyOptions comparison) => row.Baseline == comparison.Baseline ? row.Name : $"{row.Name} to {row.Baseline}";

    private static void AppendTable(StringBuilder text, IEnumerable<StudyRow> rows, Func<StudyRow, string> title, Func<StudyCell, string> write)
    {
        foreach ((int index, StudyRow row) in rows.Index())
        {
            if (index == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", row.Cells.Select(cell => cell.Metric.Title))} |\n");
                text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(row.Cells.Select(_ => "---|"))}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"| {title(row)} | {string.Join(" | ", row.Cells.Select(write))} |\n");
        }
    }

    private static string Number(double? mean, Interval? interval, string format)
    {
        string text = mean?.ToString(format, CultureInfo.InvariantCulture) ?? Missing;
        return interval is { } range ? string.Create(CultureInfo.InvariantCulture, $"{text} ± {(range.High - range.Low) / 2:F3}") : text;
    }

    private static IntervalPoint Point(string name, StudyCell cell) => new(name, cell.Mean!.Value, cell.Ci95?.Low ?? cell.Mean.Value, cell.Ci95?.High ?? cell.Mean.Value);

    private static JsonObject Json(StudyRow row) => new()
    {
        ["name"] = row.Name,
        ["baseline"] = row.Baseline,
        ["metrics"] = new JsonObject(row.Cells.Select(cell => KeyValuePair.Create(cell.Metric.Key, (JsonNode?)Json(cell)))),
    };

    private static JsonObject Json(StudyCell cell) => new()
    {
        ["values"] = new JsonArray([.. cell.Values.Select(value => (JsonNode?)value)]),
        ["mean"] = cell.Mean,
        ["ci95"] = Json(cell.Ci95),
        ["difference"] = cell.Difference?.Difference,
        ["difference_ci95"] = Json(cell.Difference?.Ci95),
        ["verdict"] = cell.Difference is null ? null : cell.VerdictText,
    };

    private static JsonArray? Json(Interval? interval) => interval is { } range ? [range.Low, range.High] : null;
}
