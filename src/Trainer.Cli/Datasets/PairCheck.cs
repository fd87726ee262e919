using System.Text.Json.Nodes;
using Trainer.Data.Preferences;
using Trainer.Recipes.Binding;

namespace Trainer.Cli.Datasets;

/// <summary>Says which pairs of a file of preferences can be used, and why the others can't.</summary>
internal static class PairCheck
{
    internal static CheckedFile Of(string path, string format, string images)
    {
        using var file = PreferenceFile.Open(path, format, images, new PairRules());
        return new CheckedFile(ToJson(file.Report), [.. Lines(file.Report)], file.Report.Rejections.Count == 0);
    }

    private static JsonObject ToJson(PairReport report) => new()
    {
        ["records"] = report.Records,
        ["pairs"] = report.Pairs,
        ["rejections"] = new JsonObject(report.Rejections.Select(reason => KeyValuePair.Create(KeyNames.Of(reason.Key), (JsonNode?)reason.Value))),
        ["problems"] = CheckedFile.ListOf(report.Problems),
    };

    private static IEnumerable<string> Lines(PairReport report) =>
    [
        $"{report.Records} records, {report.Pairs} pairs",
        .. report.Rejections.Select(reason => $"  {reason.Value,8} left out: {KeyNames.Of(reason.Key).Replace('_', ' ')}"),
        .. report.Problems,
        .. CheckedFile.More(report.Rejections.Values.Sum() - report.Problems.Count),
    ];
}
