using System.CommandLine;
using Trainer.Cli.Inspections;

namespace Trainer.Cli.Commands;

/// <summary>Lists what a file or a folder of weights holds.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Weights = new("path") { Description = "A .safetensors, .bin or .gguf file, or a folder with such files: a model, an adapter." };

    internal static Command Create()
    {
        Command command = new("inspect", "List tensors, shapes, types, sizes, adapters and metadata of weights; nothing in a file is run.") { Weights };
        command.SetAction(Inspect);
        return command;
    }

    private static void Inspect(ParseResult result)
    {
        using WeightFolder folder = WeightFolder.Open(result.GetRequiredValue(Weights));
        result.InvocationConfiguration.Output.WriteLine(
            result.GetValue(CommandLine.JsonOption) ? InspectionText.Json(folder).ToJsonString() : InspectionText.Of(folder));
    }
}
