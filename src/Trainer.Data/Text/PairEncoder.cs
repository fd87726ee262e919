using Trainer.Data.Records;

namespace Trainer.Data.Text;

/// <summary>Turns two answers to one prompt into token ids and labels.</summary>
public sealed class PairEncoder
{
    private readonly ConversationEncoder encoder;
    private readonly ConversationTemplate template;
    private readonly ConversationEncoderOptions options;

    /// <summary>Makes an encoder for one model.</summary>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="template">How prompt and answer become one text.</param>
    /// <param name="options">The limit holds for the prompt with each answer by itself.</param>
    public PairEncoder(ITokenizer tokenizer, ConversationTemplate template, ConversationEncoderOptions options)
    {
        // Answers are cut here, where it is known which of a conversation's answers they are.
        encoder = new ConversationEncoder(tokenizer, template, options with { MaxLength = int.MaxValue });
        this.template = template;
        this.options = options;
    }

    /// <summary>Encodes a pair.</summary>
    /// <param name="turns">What leads up to the answers; the human speaks last.</param>
    /// <param name="chosen">The better answer.</param>
    /// <param name="rejected">The worse answer.</param>
    /// <returns>
    /// Null when there is nothing to learn from it: the answers are equal within the limit, or a pair that is too long is dropped or
    /// would lose an answer.
    /// </returns>
    /// <exception cref="DataException">An answer is empty or breaks a rule, or the pair is too long and may not be dropped.</exception>
    public TokenizedPair? Encode(IReadOnlyList<Turn> turns, string chosen, string rejected)
    {
        RequireAnswer("chosen", chosen);
        RequireAnswer("rejected", rejected);
        TokenizedConversation better = encoder.Encode([.. turns, new Turn(Speaker.Gpt, chosen)])!;
        TokenizedConversation worse = encoder.Encode([.. turns, new Turn(Speaker.Gpt, rejected)])!;
        int prefix = Math.Min(AnswerStart(better), AnswerStart(worse));
        RequireSamePrefix(better, worse, prefix);
        return Fit(new TokenizedPair(better.TokenIds[..prefix], Answer(better, prefix), Answer(worse, prefix), better.ImageCount) { Instructions = better.Instructions });
    }

    private static TokenizedAnswer Answer(TokenizedConversation whole, int start) => new(whole.TokenIds[start..], whole.Labels[start..]);

    /// <summary>Where the last answer begins: earlier answers of the conversation are part of the prompt.</summary>
    private static int AnswerStart(TokenizedConversation whole) =>
        Array.FindLastIndex(whole.Labels, label => label == TokenizedConversation.Ignored) + 1;

    private static void RequireSamePrefix(TokenizedConversation better, TokenizedConversation worse, int prefix)
    {
        if (!better.TokenIds.AsSpan(0, prefix).SequenceEqual(worse.TokenIds.AsSpan(0, prefix)))
        {
            throw new DataException("The prompt's tokens depend on the answer that follows, so that the two answers can't share it. Let the template part prompt and answer, by a space for instance.");
        }
    }

    /// <summary>Refuses what would become a row that means something else than it says.</summary>
    private void RequireAnswer(string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new DataException($"The {name} answer is empty. Give it words, or remove the record.");
        }

        string[] marks = [template.AnswerCue, template.UserStart, ImagePlaceholder.Text, "<img>"];
        if (Array.Find(marks, mark => !string.IsNullOrWhiteSpace(mark) && text.Contains(mark.Trim(), StringComparison.Ordinal)) is { } found)
        {
            throw new DataException($"The {name} answer contains '{found.Trim()}', which begins a turn or a picture. Remove it from the text, or remove the record.");
        }
    }

    private TokenizedPair? Fit(TokenizedPair pair)
    {
        int most = options.MaxLength - pair.Prefix.Length;
        bool isLong = Math.Max(pair.Chosen.TokenIds.Length, pair.Rejected.TokenIds.Length) > most;
        if (isLong && options.Overlong == OverlongPolicy.Error)
        {
            throw new DataException(
                $"Its prompt has {pair.Prefix.Length} tokens, {pair.ImageCount * options.ImageTokenCount} of them images, and its answers {pair.Chosen.TokenIds.Length} and {pair.Rejected.TokenIds.Length}, "
                + $"but {options.MaxLength} are allowed for the prompt with one answer. Raise the limit, or drop or truncate overlong records; images and prompts are never cut.");
        }

        bool isLost = isLong && (options.Overlong == OverlongPolicy.Drop || most < 1);
        return isLost ? null : IfUseful(pair with { Chosen = Cut(pair.Chosen, most), Rejected = Cut(pair.Rejected, most) });
    }

    private static TokenizedAnswer Cut(TokenizedAnswer answer, int most) =>
        answer.TokenIds.Length <= most ? answer : new(answer.TokenIds[..most], answer.Labels[..most]);

    private static TokenizedPair? IfUseful(TokenizedPair pair)
    {
        bool isScored = HasLabel(pair.Chosen) && HasLabel(pair.Rejected);
        return isScored && !pair.Chosen.TokenIds.AsSpan().SequenceEqual(pair.Rejected.TokenIds) ? pair : null;
    }

    private static bool HasLabel(TokenizedAnswer answer) => answer.Labels.Any(label => label != TokenizedConversation.Ignored);
}
