using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Data.Rewards;

/// <summary>Turns an answer with the question for its quality into token ids; the last one is where the score is read.</summary>
/// <remarks>
/// Prompt, pictures, facts and the question itself are never cut: a score from half of them would mean something else. Where the
/// limit allows, the answer's end is cut instead, its end of sequence included.
/// </remarks>
public sealed class RewardEncoder
{
    private readonly ConversationEncoder encoder;
    private readonly ConversationEncoderOptions options;
    private readonly RewardPrompt prompt;

    /// <summary>Makes an encoder for one model.</summary>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="template">How prompt and answer become one text.</param>
    /// <param name="options">Geometry of pictures, and the limit of everything together.</param>
    /// <param name="prompt">What is asked about the answer.</param>
    public RewardEncoder(ITokenizer tokenizer, ConversationTemplate template, ConversationEncoderOptions options, RewardPrompt prompt)
    {
        encoder = new ConversationEncoder(tokenizer, template, options with { MaxLength = int.MaxValue });
        this.options = options;
        this.prompt = prompt;
    }

    /// <summary>Encodes one answer.</summary>
    /// <param name="turns">What leads up to it; the human speaks last.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="facts">What the judge is told of the picture.</param>
    /// <returns>Null when it is too long and such ones are dropped, or nothing of the answer would remain.</returns>
    /// <exception cref="DataException">The answer is empty, a text breaks a rule, or it is too long and may not be dropped.</exception>
    public long[]? Encode(IReadOnlyList<Turn> turns, string answer, IReadOnlyList<string> facts)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            throw new DataException("The answer is empty. Give it words, or remove the record.");
        }

        TokenizedConversation whole = encoder.EncodeFollowed([.. turns, new Turn(Speaker.Gpt, answer)], prompt.Render(facts));
        int excess = whole.TokenIds.Length - options.MaxLength;
        return excess <= 0 ? whole.TokenIds : Shorten(whole, excess);
    }

    /// <summary>Ids of the question for the quality, to stand behind an answer that a model has just given as tokens.</summary>
    /// <param name="facts">What the judge is told of the picture.</param>
    public long[] EncodeQuestion(IReadOnlyList<string> facts) => encoder.EncodeBehindAnswer(prompt.Render(facts));

    /// <inheritdoc cref="ConversationEncoder.InstructionsOf"/>
    public long[][] InstructionsOf(IReadOnlyList<Turn> turns) => encoder.InstructionsOf(turns);

    private long[]? Shorten(TokenizedConversation whole, int excess)
    {
        if (options.Overlong == OverlongPolicy.Error)
        {
            throw new DataException(
                $"Its answer with the question for its quality has {whole.TokenIds.Length} tokens, {whole.ImageCount * options.ImageTokenCount} of them images, but {options.MaxLength} are allowed. "
                + "Raise data.max_length, or drop or truncate overlong records; images, prompts and facts are never cut.");
        }

        int end = Array.FindLastIndex(whole.Labels, label => label != TokenizedConversation.Ignored) + 1;
        int start = Array.FindLastIndex(whole.Labels, end - 1, label => label == TokenizedConversation.Ignored) + 1;
        bool isLost = options.Overlong == OverlongPolicy.Drop || end - excess <= start;
        return isLost ? null : [.. whole.TokenIds[..(end - excess)], .. whole.TokenIds[end..]];
    }
}
