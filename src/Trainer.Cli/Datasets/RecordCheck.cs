using System.Text.Json.Nodes;
using Trainer.Data.Readers;

namespace Trainer.Cli.Datasets;

/// <summary>Says what is in a file of conversations or prompts, and what is wrong.</summary>
internal static class RecordCheck
{
    internal static CheckedFile Of(DatasetReport report) => new(ToJson(report), [.. Lines(report)], report.BadRecords == 0);

    private static JsonObject ToJson(DatasetReport report) => new()
    {
        ["records"] = report.Records,
        ["bad_records"] = report.BadRecords,
        ["turns"] = report.Turns,
        ["images"] = report.Images,
        ["repeated_ids"] = report.RepeatedIds,
        ["sources"] = new JsonObject(report.Sources.Select(source => KeyValuePair.Create(source.Key, (JsonNode?)source.Value))),
        ["problems"] = CheckedFile.ListOf(report.Problems),
    };

    private static IEnumerable<string> Lines(DatasetReport report) =>
    [
        $"{report.Records} records, {report.BadRecords} of them bad; {report.Turns} turns, {report.Images} pictures, {report.RepeatedIds} repeated ids",
        .. report.Sources.Select(source => $"  {source.Value,8} from {(source.Key.Length == 0 ? "no stated source" : source.Key)}"),
        .. report.Problems,
        .. CheckedFile.More(report.BadRecords - report.Problems.Count),
    ];
}
