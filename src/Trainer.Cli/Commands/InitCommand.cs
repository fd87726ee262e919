using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Common;
using Trainer.Modeling.Configuration;

namespace Trainer.Cli.Commands;

/// <summary>Makes a checkpoint with random weights and a tokenizer of its own, to train from nothing.</summary>
internal static class InitCommand
{
    private static readonly Argument<string> Config = new("config") { Description = "A LLaVA config.json with the model's sizes." };

    private static readonly Option<string[]> Conversations = new("--conversations")
    {
        Description = "Files of conversations that the tokenizer is trained on.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "How they are written: trainer or llava.",
        DefaultValueFactory = _ => "llava",
    };

    private static readonly Option<string> Template = new("--template")
    {
        Description = "Conversation template whose words the tokenizer shall know.",
        DefaultValueFactory = _ => "llava_hf",
    };

    private static readonly Option<int> VocabularySize = new("--vocabulary-size")
    {
        Description = "Most pieces of the tokenizer, 256 bytes and three controls included.",
        DefaultValueFactory = _ => 703,
    };

    internal static Command Create()
    {
        Command command = new("init", "Make a checkpoint with random weights and a tokenizer of its own, to train from nothing.")
        {
            Config,
            Conversations,
            Format,
            Template,
            VocabularySize,
            CommonOptions.Out,
            CommonOptions.Seed,
        };
        command.SetAction(Init);
        return command;
    }

    private static void Init(ParseResult result)
    {
        string directory = result.GetRequiredValue(CommonOptions.Out);
        LlavaConfig config = FreshModel.Write(directory, new FreshModelOptions
        {
            Config = LlavaConfigJson.Read(result.GetRequiredValue(Config)),
            Conversations = result.GetRequiredValue(Conversations),
            Format = result.GetRequiredValue(Format),
            ChatTemplate = result.GetRequiredValue(Template),
            VocabularySize = result.GetRequiredValue(VocabularySize),
            Seed = result.GetRequiredValue(CommonOptions.Seed),
        });
        JsonObject json = new() { ["model"] = directory, ["vocabulary_size"] = config.Text.VocabularySize };
        result.InvocationConfiguration.Output.WriteLine(
            result.GetValue(CommandLine.JsonOption) ? json.ToJsonString() : $"{directory}: random weights, {config.Text.VocabularySize} tokens");
    }
}
