using Trainer.Data.Records;

namespace Trainer.Data.Text;

/// <summary>Turns conversations into token ids and labels.</summary>
public sealed class ConversationEncoder
{
    /// <summary>Place of the token that begins a sequence and stands for no text.</summary>
    private const int BeforeText = -1;

    private readonly ITokenizer tokenizer;
    private readonly ConversationTemplate template;
    private readonly ConversationEncoderOptions options;

    /// <summary>Makes an encoder for one model.</summary>
    /// <exception cref="DataException">The template ends answers in a way that this tokenizer doesn't know.</exception>
    public ConversationEncoder(ITokenizer tokenizer, ConversationTemplate template, ConversationEncoderOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageTokenCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLength, 1);
        this.tokenizer = tokenizer;
        this.template = template;
        this.options = options;
        RequireKnownEnd();
        RequireKnownMarks();
    }

    /// <summary>Tokens that a picture takes.</summary>
    public int ImageTokenCount => options.ImageTokenCount;

    /// <summary>Encodes a conversation to learn from: its answers are labels, everything else is not.</summary>
    /// <param name="turns">Questions and answers in turn, an answer last.</param>
    /// <returns>Null when it is too long and such ones are dropped.</returns>
    /// <exception cref="DataException">The conversation breaks a rule, is too long, or nothing of its answers remains.</exception>
    public TokenizedConversation? Encode(IReadOnlyList<Turn> turns)
    {
        ConversationRules.RequireSpeakers(turns, Speaker.Gpt);
        TokenizedConversation? fitted = Fit(Expand(turns));
        return fitted is null || fitted.Labels.Any(label => label != TokenizedConversation.Ignored)
            ? fitted
            : throw new DataException($"Nothing of the answers remains within {options.MaxLength} tokens. Raise the limit, or drop overlong records.");
    }

    /// <summary>Encodes the prompt for the next answer; no position is a label.</summary>
    /// <param name="turns">Questions and answers in turn, a question last.</param>
    /// <returns>Null when it is too long and such ones are dropped.</returns>
    /// <exception cref="DataException">The conversation breaks a rule, or is too long: a prompt is never cut.</exception>
    public TokenizedConversation? EncodePrompt(IReadOnlyList<Turn> turns)
    {
        ConversationRules.RequireSpeakers(turns, Speaker.Human);
        TokenizedConversation prompt = Expand(turns);
        Array.Fill(prompt.Labels, TokenizedConversation.Ignored);
        return prompt.TokenIds.Length <= options.MaxLength ? prompt
            : options.Overlong == OverlongPolicy.Drop ? null
            : throw TooLong(prompt);
    }

    /// <summary>Encodes a conversation and, in one text with it, what is asked about it; nothing of that is a label. No limit holds.</summary>
    /// <param name="turns">Questions and answers in turn, an answer last.</param>
    /// <param name="question">Stands right behind the last answer's end.</param>
    /// <exception cref="DataException">The conversation or the question breaks a rule.</exception>
    public TokenizedConversation EncodeFollowed(IReadOnlyList<Turn> turns, string question)
    {
        ConversationRules.RequireSpeakers(turns, Speaker.Gpt);
        ConversationRules.RequirePlainText([.. turns, new Turn(Speaker.Gpt, question)], tokenizer.SpecialTokens);
        return Expand([.. template.Render(turns), new TemplateSpan(question, IsTrained: false)]);
    }

    /// <summary>Ids of a text that stands right behind an answer's end: what <see cref="EncodeFollowed"/> puts there, for an answer that is tokens already.</summary>
    /// <exception cref="DataException">The text holds a marker.</exception>
    public long[] EncodeBehindAnswer(string text)
    {
        ConversationRules.RequirePlainText([new Turn(Speaker.Gpt, text)], tokenizer.SpecialTokens);
        return [.. tokenizer.Tokenize(template.AnswerEnd + text).Where(token => token.End > template.AnswerEnd.Length).Select(token => token.Id)];
    }

    private TokenizedConversation Expand(IReadOnlyList<Turn> turns)
    {
        ConversationRules.RequirePlainText(turns, tokenizer.SpecialTokens);
        return Expand(template.Render(turns)) with { Instructions = InstructionsOf(turns) };
    }

    /// <summary>What the words around each image ask, in the vocabulary of a vision side that reads it; none for other models.</summary>
    /// <param name="turns">The conversation.</param>
    public long[][] InstructionsOf(IReadOnlyList<Turn> turns) =>
    [
        .. from turn in turns
           where turn.From == Speaker.Human
           let words = turn.Value.Replace(ImagePlaceholder.Text, string.Empty, StringComparison.Ordinal).Trim()
           from instruction in Enumerable.Repeat(words, ImagePlaceholder.Count(turn.Value)).Select(tokenizer.EncodeInstruction).OfType<long[]>()
           select instruction,
    ];

    /// <summary>The tokens behind the one that begins the sequence, and with some templates behind all images too.</summary>
    private IEnumerable<TextToken> InOrder(IReadOnlyList<TextToken> tokens)
    {
        TextToken start = new(template.SequenceStart is { } own ? tokenizer.Tokenize(own).Single().Id : tokenizer.BosId, BeforeText, BeforeText);
        return template.PutsImagesFirst ? [.. tokens.Where(IsImage), start, .. tokens.Where(token => !IsImage(token))] : [start, .. tokens];
    }

    private static bool IsStart(TextToken token) => token.Begin == BeforeText;

    private static bool IsImage(TextToken token) => token.Id == ImagePlaceholder.Id;

    private TokenizedConversation Expand(IReadOnlyList<TemplateSpan> spans)
    {
        IReadOnlyList<TextToken> tokens = ImagePlaceholder.Tokenize(tokenizer, string.Concat(spans.Select(span => span.Text)));
        var mask = new TrainedText(spans);
        var row = new TokenRow(options);
        foreach (TextToken token in InOrder(tokens))
        {
            if (IsImage(token))
            {
                row.AddImage();
            }
            else
            {
                row.Add(token.Id, !IsStart(token) && mask.Covers(token));
            }
        }

        return row.ToConversation();
    }

    private TokenizedConversation? Fit(TokenizedConversation whole)
    {
        if (whole.TokenIds.Length <= options.MaxLength)
        {
            return whole;
        }

        return options.Overlong switch
        {
            OverlongPolicy.Drop => null,
            OverlongPolicy.TruncateResponse when Array.LastIndexOf(whole.TokenIds, options.ImageTokenId) < options.MaxLength =>
                whole with { TokenIds = whole.TokenIds[..options.MaxLength], Labels = whole.Labels[..options.MaxLength] },
            _ => throw TooLong(whole),
        };
    }

    private DataException TooLong(TokenizedConversation whole) => new(
        $"The conversation has {whole.TokenIds.Length} tokens, {whole.ImageCount * options.ImageTokenCount} of them images, but {options.MaxLength} are allowed. " +
        "Raise the limit, or drop or truncate overlong records; images and prompts are never cut.");

    private void RequireKnownMarks()
    {
        string[] unknown = [.. template.ImageTokens.Except(tokenizer.SpecialTokens)];
        if (unknown.Length > 0)
        {
            throw new DataException(
                $"Template '{template.Name}' marks images with {string.Join(" and ", unknown)}, which this tokenizer doesn't have as tokens. "
                + "Take the tokenizer of the model itself, with its added_tokens.json, or choose another template.");
        }
    }

    private void RequireKnownEnd()
    {
        const string end = "</s>";
        if (template.AnswerEnd.EndsWith(end, StringComparison.Ordinal) && !tokenizer.Tokenize(end).Select(token => token.Id).SequenceEqual([tokenizer.EosId]))
        {
            throw new DataException($"Template '{template.Name}' ends answers with '{end}', but that isn't this tokenizer's end of sequence. Choose another template.");
        }
    }
}
