using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Commands;

/// <summary>Lists the benchmarks with what they want and how they score.</summary>
internal static class EvalListCommand
{
    internal static Command Create()
    {
        Command command = new("list", "List the benchmarks: files, wordings, rules for reading answers, metrics, sources.");
        command.SetAction(result => result.InvocationConfiguration.Output.WriteLine(result.GetValue(CommandLine.JsonOption) ? Json() : ProtocolTable.Markdown()));
        return command;
    }

    private static string Json()
    {
        var rows = BenchmarkCatalog.All.Select(definition => new { definition.Name, definition.Suite, definition.Summary, definition.Protocol });
        return JsonNode.Parse(ResultFile.ToJson(new { Benchmarks = rows }))!.ToJsonString();
    }
}
