using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>Prompts as a model reads them.</summary>
internal sealed class AnswerPrompts : IDisposable
{
    private readonly ConversationEncoder encoder;

    /// <summary>Opens the model's tokenizer.</summary>
    /// <param name="recipe">Names the model and the template.</param>
    /// <param name="config">The model's sizes.</param>
    /// <param name="maxNewTokens">Tokens that must have room behind each prompt.</param>
    internal AnswerPrompts(StageRecipe recipe, LlavaConfig config, int maxNewTokens)
    {
        Tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        Template = ConversationTemplates.ByName(recipe.Data.ChatTemplate);
        encoder = new ConversationEncoder(Tokenizer, Template, new ConversationEncoderOptions
        {
            ImageTokenCount = config.ImageTokenCount,
            ImageTokenId = config.ImageTokenId,
            MaxLength = LongestOf(config, maxNewTokens),
            Overlong = Data.Text.OverlongPolicy.Drop,
        });
    }

    /// <summary>The model's tokenizer.</summary>
    internal SentencePieceTokenizer Tokenizer { get; }

    /// <summary>What stands around turns.</summary>
    internal ConversationTemplate Template { get; }

    /// <summary>Tokens that a prompt may have.</summary>
    internal static int LongestOf(LlavaConfig config, int maxNewTokens) => Math.Max(1, config.Text.MaxPositions - maxNewTokens);

    /// <summary>A prompt as the model reads it; null where it can't be put to the model.</summary>
    /// <param name="turns">The prompt.</param>
    /// <param name="problem">Why not, as the manifest counts it.</param>
    internal TokenizedConversation? Encode(IReadOnlyList<Turn> turns, out string? problem)
    {
        try
        {
            TokenizedConversation? prompt = encoder.EncodePrompt(turns);
            problem = prompt is null ? "prompt_too_long" : null;
            return prompt;
        }
        catch (DataException)
        {
            // Text that contains the template's own markers would begin a turn of its own.
            problem = "marker_in_prompt";
            return null;
        }
    }

    /// <summary>Frees the tokenizer.</summary>
    public void Dispose() => Tokenizer.Dispose();
}
