using Trainer.Algorithms.Common.Rewards;
using Trainer.Data.Text;
using Trainer.Data.Text.Pieces;
using Trainer.Modeling;
using Trainer.Modeling.Weights.Gguf;
using Trainer.Torch;

namespace Trainer.Cli.Exports;

/// <summary>Writes a model for llama.cpp.</summary>
internal static class GgufExport
{
    private const string Template = "tokenizer.chat_template";

    /// <summary>Fails where what is asked for can't be said in that format.</summary>
    /// <exception cref="UsageException">It can't.</exception>
    internal static void Require(ExportOptions options)
    {
        string? problem = options switch
        {
            { AdapterOnly: true } => "holds a whole model. Leave out --adapter-only: the adapter is merged",
            { Layout: not null } => "has a layout of its own. Leave out --layout",
            _ when File.Exists(Path.Combine(options.Source, RewardHead.FileName)) => $"has no place for the head that makes a score of an answer ({RewardHead.FileName} in {options.Source}). Export a judge as safetensors",
            _ => null,
        };
        if (problem is not null)
        {
            throw new UsageException($"--format gguf {problem}.");
        }
    }

    /// <summary>Writes both files, and computes the probe with what was read back.</summary>
    /// <param name="options">Where to, and how.</param>
    /// <param name="model">The model, its adapter in use.</param>
    /// <param name="basePath">Folder of the whole model, which has the tokenizer.</param>
    /// <param name="template">Name of the conversation template.</param>
    internal static Tensor Logits(ExportOptions options, LlavaModel model, string basePath, string template)
    {
        IReadOnlyList<KeyValuePair<string, object>> tokenizer = GgufTokenizer.Entries(basePath, model.Config.Text.VocabularySize);
        GgufCheckpoint.Save(model, options.Directory, new GgufOptions
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Source))),
            Tokenizer = [.. tokenizer, new(Template, JinjaTemplate.OfTexts(ConversationTemplates.ByName(template)))],
            Type = options.Type,
        });
        using LlavaModel written = GgufCheckpoint.Load(options.Directory, options.Type, model.Config, model.Compute);
        return LogitProbe.Logits(written);
    }
}
