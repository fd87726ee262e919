using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Common;
using Trainer.Cli.Models;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Commands;

/// <summary>Writes a model as safetensors in either layout, adapters merged in.</summary>
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

    private static readonly Option<CheckpointLayout?> Layout = new("--layout")
    {
        Description = "huggingface for transformers, or llava for the llava package; by default huggingface, or llava where the projector is linear.",
        HelpName = "layout",
    };

    private static readonly Option<string?> DeltaBase = new("--delta-base")
    {
        Description = "Folder of the language model that the checkpoint is published as a difference to; both are added.",
        HelpName = "folder",
    };

    internal static Command Create()
    {
        Command command = new("export", "Write a model as safetensors that transformers or the llava package reads, an adapter merged in.")
        {
            CommonOptions.Model,
            CommonOptions.Out,
            Type,
            ShardMegabytes,
            Layout,
            DeltaBase,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult result)
    {
        string directory = result.GetRequiredValue(CommonOptions.Out);
        long maxShardLength = (long)result.GetRequiredValue(ShardMegabytes) << 20;
        RequireOtherFolder(result.GetRequiredValue(CommonOptions.Model), directory);
        using (LoadedModel model = LoadedModel.Open(result.GetRequiredValue(CommonOptions.Model), template: null, result.GetRequiredValue(Type), result.GetValue(DeltaBase)))
        {
            Export(model, directory, maxShardLength, result.GetValue(Layout));
        }

        string[] files = [.. Directory.GetFiles(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        JsonObject json = new() { ["model"] = directory, ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]) };
        result.InvocationConfiguration.Output.WriteLine(
            result.GetValue(CommandLine.JsonOption) ? json.ToJsonString() : $"{directory}: {string.Join(", ", files)}");
    }

    /// <summary>Merges, writes, and remembers the conversation template.</summary>
    private static void Export(LoadedModel model, string directory, long maxShardLength, CheckpointLayout? layout)
    {
        LlavaModel network = model.Dialogue.Network;
        if (network.Adapters.Active is not null)
        {
            network.Adapters.Activate(null);
            network.Adapters.Merge(TrainableModel.PolicyAdapter);
        }

        RequireRowsForText(model, layout);
        LlavaCheckpoint.Save(network, directory, model.BasePath, maxShardLength, layout);
        ChatTemplateFile.Write(directory, model.Dialogue.Template.Name);
    }

    private static void RequireOtherFolder(string source, string directory)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(directory))
        {
            throw new UsageException($"--out names the model's own folder {source}. Choose another one.");
        }
    }

    /// <summary>The llava layout ends before the picture's row, which must not cut off a token of the text.</summary>
    private static void RequireRowsForText(LoadedModel model, CheckpointLayout? layout)
    {
        int pieces = model.Dialogue.Tokenizer.VocabularySize;
        int picture = model.Dialogue.Network.Config.ImageTokenId;
        if (layout == CheckpointLayout.Llava && !model.Dialogue.Network.Config.HasImageMarks && picture < pieces)
        {
            throw new UsageException(
                $"--layout llava ends the vocabulary before the picture's token {picture}, but the tokenizer has {pieces} tokens of text. Choose --layout huggingface.");
        }
    }
}
