using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Common;
using Trainer.Cli.Models;
using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Commands;

/// <summary>Writes a model as safetensors in Hugging Face's layout, adapters merged in.</summary>
internal static class ExportCommand
{
    private static readonly Option<ModelDtype> Type = new("--dtype")
    {
        Description = "Element type of the written weights: float32 or bfloat16.",
        HelpName = "type",
        DefaultValueFactory = _ => ModelDtype.Float32,
    };

    private static readonly Option<int> ShardMegabytes = new("--max-shard-megabytes")
    {
        Description = "Most MiB of one file.",
        DefaultValueFactory = _ => 5 << 10,
    };

    internal static Command Create()
    {
        Command command = new("export", "Write a model as safetensors in the Hugging Face layout, an adapter merged in.")
        {
            CommonOptions.Model,
            CommonOptions.Out,
            Type,
            ShardMegabytes,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult result)
    {
        string directory = result.GetRequiredValue(CommonOptions.Out);
        Export(result.GetRequiredValue(CommonOptions.Model), directory, result.GetRequiredValue(Type), (long)result.GetRequiredValue(ShardMegabytes) << 20);
        string[] files = [.. Directory.GetFiles(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        JsonObject json = new() { ["model"] = directory, ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]) };
        result.InvocationConfiguration.Output.WriteLine(
            result.GetValue(CommandLine.JsonOption) ? json.ToJsonString() : $"{directory}: {string.Join(", ", files)}");
    }

    /// <summary>Merges, writes, and remembers the conversation template.</summary>
    internal static void Export(string source, string directory, ModelDtype type, long maxShardLength)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(directory))
        {
            throw new UsageException($"--out names the model's own folder {source}. Choose another one.");
        }

        using LoadedModel model = LoadedModel.Open(source, template: null, type);
        LlavaModel network = model.Dialogue.Network;
        if (network.Adapters.Active is not null)
        {
            network.Adapters.Activate(null);
            network.Adapters.Merge(TrainableModel.PolicyAdapter);
        }

        LlavaCheckpoint.Save(network, directory, model.BasePath, maxShardLength);
        ChatTemplateFile.Write(directory, model.Dialogue.Template.Name);
    }
}
