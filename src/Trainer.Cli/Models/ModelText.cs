using Trainer.Algorithms.Common;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;

namespace Trainer.Cli.Models;

/// <summary>How a model reads text. Weights are not opened: config.json and tokenizer.model are enough.</summary>
internal sealed class ModelText : IDisposable
{
    /// <summary>Positions of a picture and template where no model says so: those of LLaVA-1.5.</summary>
    private const int UsualImageTokens = 576;
    private const string UsualTemplate = "v1";

    private ModelText(SentencePieceTokenizer tokenizer, ConversationTemplate template, ConversationEncoderOptions options)
    {
        Tokenizer = tokenizer;
        Template = template;
        Options = options;
    }

    /// <summary>Its tokenizer.</summary>
    internal SentencePieceTokenizer Tokenizer { get; }

    /// <summary>How conversations become text for it.</summary>
    internal ConversationTemplate Template { get; }

    /// <summary>What a picture takes; there is no limit.</summary>
    internal ConversationEncoderOptions Options { get; }

    /// <summary>Opens a model's text.</summary>
    /// <param name="model">Its folder, or an adapter's; null where there is only a tokenizer.</param>
    /// <param name="tokenizer">A tokenizer.model; needed without a model.</param>
    /// <param name="template">The template's name; null for the model's own.</param>
    internal static ModelText Open(string? model, string? tokenizer, string? template)
    {
        string? folder = model is null ? null : AdapterFolder.BaseOf(model) ?? model;
        string tokens = folder ?? tokenizer ?? throw new UsageException("Name a model with --model, or its tokenizer.model with --tokenizer.");
        LlavaConfig? config = folder is null ? null : LlavaConfigJson.Read(Path.Combine(folder, "config.json"));
        string name = template ?? (config is null ? UsualTemplate : ChatTemplateFile.Read(model!, config.Family.ChatTemplate));
        ConversationTemplate shape = ConversationTemplates.ByName(name);
        return new ModelText(SentencePieceTokenizer.Open(tokens), shape, new ConversationEncoderOptions
        {
            ImageTokenCount = config?.ImageTokenCount ?? UsualImageTokens,
            ImageTokenId = config?.ImageTokenId ?? ImagePlaceholder.Id,
            MaxLength = int.MaxValue,
            Overlong = OverlongPolicy.TruncateResponse,
        });
    }

    public void Dispose() => Tokenizer.Dispose();
}
