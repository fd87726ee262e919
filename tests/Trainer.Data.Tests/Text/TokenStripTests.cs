using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text;

public sealed class TokenStripTests
{
    private const int ImageToken = 200;
    private static readonly ConversationEncoderOptions Options = new() { ImageTokenCount = 3, ImageTokenId = ImageToken };
    private static readonly CharacterTokenizer Tokenizer = new();
    private static readonly TokenStrip Strip = new(id => id == 2 ? "</s>" : id == 1 ? "<s>" : Tokenizer.Decode([id]), Options);

    /// <summary>Worked by hand: of "USER: ### Hi ASSISTANT: Yes" the model learns the space before the answer, the answer and its end.</summary>
    [Fact]
    public void Of_Conversation_MarksTheAnswerAndItsEndAsLearnt()
    {
        var encoder = new ConversationEncoder(Tokenizer, ConversationTemplates.ByName("llava_hf"), Options);
        TokenizedConversation encoded = encoder.Encode(Conversations.Of("<image>\nHi", "Yes"))!;

        IReadOnlyList<ShownToken> tokens = Strip.Of(encoded.TokenIds, encoded.Labels);

        Assert.Equal("<s>USER: \u00d73 picture\nHi ASSISTANT: Yes</s>", string.Concat(tokens.Select(token => token.Text)));
        Assert.Equal([" ", "Y", "e", "s", "</s>"], tokens.Where(token => token.Use == TokenUse.Learnt).Select(token => token.Text));
        Assert.Equal([ImageToken], tokens.Where(token => token.Use == TokenUse.Picture).Select(token => token.Id));
        Assert.Equal(encoded.TokenIds.Length - 2, tokens.Count);
    }

    [Fact]
    public void Of_TwoPicturesInARow_AreTwoTokens() =>
        Assert.Equal(["\u00d73 picture", "\u00d73 picture"], Strip.Of([ImageToken, ImageToken, ImageToken, ImageToken, ImageToken, ImageToken], [-100, -100, -100, -100, -100, -100]).Select(token => token.Text));

    [Fact]
    public void Scored_Tokens_EndInTheOneWhoseScoreIsRead()
    {
        IReadOnlyList<ShownToken> tokens = Strip.Scored([ImageToken, ImageToken, ImageToken, 'a' + 3, 'b' + 3]);

        Assert.Equal([TokenUse.Picture, TokenUse.Masked, TokenUse.Scored], tokens.Select(token => token.Use));
    }

    [Fact]
    public void Cut_PictureAndText_AreAllBeyondTheLimit()
    {
        IReadOnlyList<ShownToken> tokens = Strip.Cut([ImageToken, ImageToken, 'a' + 3]);

        Assert.Equal([new("\u00d72 picture", ImageToken, TokenUse.Cut), new ShownToken("a", 'a' + 3, TokenUse.Cut)], tokens);
    }
}
