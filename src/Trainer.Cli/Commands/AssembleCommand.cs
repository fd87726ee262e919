using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Models;
using Trainer.Data.Rewards;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Commands;

/// <summary>Puts a model together from the pieces that releases come in.</summary>
internal static class AssembleCommand
{
    private static readonly Option<string> Base = new("--base")
    {
        Description = "Folder of the language model (Vicuna, Llama), or of a LLaVA checkpoint that lacks parts.",
        HelpName = "folder",
        Required = true,
    };

    private static readonly Option<string?> Tower = new("--vision-tower") { Description = "Folder of the CLIP model, for a base without one.", HelpName = "folder" };

    private static readonly Option<string?> Projector = new("--projector")
    {
        Description = "File of the projector (mm_projector.bin, non_lora_trainables.bin), or its folder, for a base without one.",
        HelpName = "path",
    };

    private static readonly Option<string?> Adapter = new("--adapter")
    {
        Description = "Folder of a low-rank adapter: PEFT's, the llava package's, or one of LLaVA-RLHF's runs.",
        HelpName = "folder",
    };

    private static readonly Option<string?> RewardHead = new("--reward-head") { Description = "File of LLaVA-RLHF's reward head, which makes the model a judge.", HelpName = "file" };

    private static readonly Option<FactKind> RewardFacts = new("--reward-facts")
    {
        Description = "What that judge is told of pictures: none, captions, rationales or choices.",
        HelpName = "kind",
        DefaultValueFactory = _ => FactKind.Captions,
    };

    internal static Command Create()
    {
        Command command = new("assemble", "Put a model together from the pieces that releases come in; weights stay where they are.")
        {
            Base,
            Tower,
            Projector,
            Adapter,
            RewardHead,
            RewardFacts,
            CommonOptions.Out,
        };
        command.SetAction(Assemble);
        return command;
    }

    private static void Assemble(ParseResult result)
    {
        string directory = result.GetRequiredValue(CommonOptions.Out);
        var parts = new LlavaParts(result.GetRequiredValue(Base), result.GetValue(Tower), result.GetValue(Projector));
        new ModelAssembly(parts, result.GetValue(Adapter), result.GetValue(RewardHead), result.GetRequiredValue(RewardFacts)).Write(directory);
        string[] files = [.. Directory.GetFiles(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        JsonObject json = new() { ["model"] = directory, ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]) };
        result.InvocationConfiguration.Output.WriteLine(
            result.GetValue(CommandLine.JsonOption) ? json.ToJsonString() : $"{directory}: {string.Join(", ", files)}");
    }
}
