using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Reports;

namespace Trainer.Cli.Commands;

/// <summary>Writes the report of a run again, also while it is still under way.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Run = new("run") { Description = "Folder of a run, the recipe's output_dir." };

    internal static Command Create()
    {
        Command command = new("report", "Write report.html of a run: curves, pictures with answers, recipe and environment.") { Run };
        command.SetAction(Write);
        return command;
    }

    private static void Write(ParseResult result)
    {
        string path = RunReport.Write(result.GetRequiredValue(Run));
        result.InvocationConfiguration.Output.WriteLine(
            result.GetValue(CommandLine.JsonOption) ? new JsonObject { ["report"] = path }.ToJsonString() : path);
    }
}
