using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Diagnostics;

namespace Trainer.Cli.Commands;

/// <summary>Says what this machine has, and for each missing piece the remedy.</summary>
internal static class DoctorCommand
{
    internal static Command Create()
    {
        Command command = new("doctor", "Report what this machine has, and for each missing piece the remedy.");
        command.SetAction(result => Run(result.GetValue(CommandLine.JsonOption), result.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(bool json, TextWriter output)
    {
        Finding[] findings = [.. Doctor.Examine()];
        bool healthy = findings.All(finding => finding.State != FindingState.Missing);
        if (json)
        {
            output.WriteLine(ToJson(findings, healthy).ToJsonString());
        }
        else
        {
            Print(findings, output);
        }

        return healthy ? ExitCode.Success : ExitCode.Resources;
    }

    private static JsonObject ToJson(IEnumerable<Finding> findings, bool healthy)
    {
        JsonObject report = new() { ["ok"] = healthy };
        foreach (Finding finding in findings)
        {
            report[finding.Name] = finding.ToJson();
        }

        return report;
    }

    private static void Print(IEnumerable<Finding> findings, TextWriter output)
    {
        foreach (Finding finding in findings)
        {
            output.WriteLine($"{finding.State.ToString().ToLowerInvariant(),-8} {finding.Name,-14} {finding.Summary}");
            if (finding.Remedy is { } remedy)
            {
                output.WriteLine($"{string.Empty,-23} -> {remedy}");
            }
        }
    }
}
