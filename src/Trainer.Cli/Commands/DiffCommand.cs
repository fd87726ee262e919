using System.CommandLine;
using Trainer.Cli.Inspections;

namespace Trainer.Cli.Commands;

/// <summary>Compares two files or folders of weights.</summary>
internal static class DiffCommand
{
    private static readonly Argument<string> First = new("first") { Description = "A .safetensors or .bin file, or a folder with such files." };

    private static readonly Argument<string> Second = new("second") { Description = "Another one, of either format." };

    internal static Command Create()
    {
        Command command = new("diff", "Compare two models' weights: names, shapes, types and elements. Exit code 6 if anything differs.") { First, Second };
        command.SetAction(Compare);
        return command;
    }

    private static int Compare(ParseResult result)
    {
        using WeightFolder first = WeightFolder.Open(result.GetRequiredValue(First));
        using WeightFolder second = WeightFolder.Open(result.GetRequiredValue(Second));
        WeightDifference difference = WeightDifference.Between(first, second);
        result.InvocationConfiguration.Output.WriteLine(
            result.GetValue(CommandLine.JsonOption) ? DifferenceText.Json(difference).ToJsonString() : DifferenceText.Of(difference));
        return difference.IsNone ? ExitCode.Success : ExitCode.GateFailed;
    }
}
