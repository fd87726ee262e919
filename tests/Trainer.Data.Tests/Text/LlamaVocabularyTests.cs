using Trainer.Data.Text;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Data.Tests.Text;

/// <summary>With Llama's own vocabulary, labels by places in the text are those that LLaVA gets by counting tokens.</summary>
public sealed class LlamaVocabularyTests(ITestOutputHelper output)
{
    private static readonly string[] Texts =
    [
        "What is in the picture?\n<image>", "There is a cat on the table, caf\u00e9 style.",
        "Is there a dog?", "No.",
        " How many?", "\n2 cats\n\tand 10 plates \U0001F600",
    ];

    [Theory]
    [InlineData(PrefixRule.EverySegment, 0)]
    [InlineData(PrefixRule.TextStart, 1)]
    public void Encode_SeveralRounds_EqualsCountingOfTokens(PrefixRule prefix, int correction)
    {
        if (!RealData.TryFind("tokenizers/llama2_tokenizer.model", output, out string model))
        {
            return;
        }

        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(model, new TokenizerSettings { Prefix = prefix });
        var options = new ConversationEncoderOptions { ImageTokenCount = 1, ImageTokenId = ImagePlaceholder.Id };
        TokenizedConversation actual = new ConversationEncoder(tokenizer, ConversationTemplates.V1, options).Encode(Conversations.Of(Texts))!;

        string text = string.Concat(ConversationTemplates.V1.Render(Conversations.Of(Texts)).Select(span => span.Text));
        Assert.Equal(CountedLabels(tokenizer, text, correction), actual.Labels);
    }

    // The rule as LLaVA states it; the correction is its "-1" for rounds after the first when the vocabulary is not used the legacy way.
    private static long[] CountedLabels(SentencePieceTokenizer tokenizer, string text, int correction)
    {
        long[] labels = [.. WithBos(tokenizer, text)];
        labels[0] = TokenizedConversation.Ignored;
        int position = 1;
        string[] rounds = text.Split("</s>")[..^1];
        for (int round = 0; round < rounds.Length; round++)
        {
            string question = rounds[round][..(rounds[round].IndexOf(" ASSISTANT: ", StringComparison.Ordinal) + " ASSISTANT: ".Length)];
            int less = round > 0 ? correction : 0;
            Array.Fill(labels, TokenizedConversation.Ignored, position, WithBos(tokenizer, question).Count() - 2 - less);
            position += WithBos(tokenizer, rounds[round]).Count() - less;
        }

        Assert.Equal(labels.Length, position);
        return labels;
    }

    private static IEnumerable<long> WithBos(SentencePieceTokenizer tokenizer, string text) =>
        ImagePlaceholder.Tokenize(tokenizer, text).Select(token => token.Id).Prepend(tokenizer.BosId);
}
