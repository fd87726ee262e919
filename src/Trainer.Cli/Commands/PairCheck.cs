using System.Text.Json.Nodes;
using Trainer.Data.Preferences;
using Trainer.Recipes.Binding;

namespace Trainer.Cli.Commands;

/// <summary>Says which pairs of a file of preferences can be used, and why the others can't.</summary>
internal static class PairCheck
{
    internal static int Run(string path, string format, string images, TextWriter output, bool asJson)
    {
        using var file = PreferenceFile.Open(path, format, images, new PairRules());
        if (asJson)
        {
            output.WriteLine(ToJson(file.Report).ToJsonString());
        }
        else
        {
            Print(file.Report, output);
        }

        return file.Report.Rejections.Count == 0 ? ExitCode.Success : ExitCode.Data;
    }

    private static JsonObject ToJson(PairReport report) => new()
    {
        ["records"] = report.Records,
        ["pairs"] = report.Pairs,
        ["rejections"] = new JsonObject(report.Rejections.Select(reason => KeyValuePair.Create(KeyNames.Of(reason.Key), (JsonNode?)reason.Value))),
        ["problems"] = new JsonArray([.. report.Problems.Select(problem => (JsonNode)problem)]),
    };

    private static void Print(PairReport report, TextWriter output)
    {
        output.WriteLine($"{report.Records} records, {report.Pairs} pairs");
        foreach ((RejectionReason reason, int count) in report.Rejections)
        {
            output.WriteLine($"  {count,8} left out: {KeyNames.Of(reason).Replace('_', ' ')}");
        }

        foreach (string problem in report.Problems)
        {
            output.WriteLine(problem);
        }

        int untold = report.Rejections.Values.Sum() - report.Problems.Count;
        if (untold > 0)
        {
            output.WriteLine($"... and {untold} more");
        }
    }
}
