using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text;

public sealed class OverlongConversationTests
{
    // "S. USER: <image>\nQ ASSISTANT: yes</s>": 1 + 9 + 5 images + 2 + 11 before the answer, " yes" and the end.
    private const int PromptLength = 28;
    private const int WholeLength = 33;

    private static readonly Turn[] Turns = [new Turn(Speaker.System, "S."), .. Conversations.Of("<image>\nQ", "yes")];

    [Theory]
    [InlineData(OverlongPolicy.Error)]
    [InlineData(OverlongPolicy.Drop)]
    [InlineData(OverlongPolicy.TruncateResponse)]
    public void Encode_ExactlyTheLimit_IsWhole(OverlongPolicy policy) =>
        Assert.Equal(WholeLength, Encoder(WholeLength, policy).Encode(Turns)!.TokenIds.Length);

    [Fact]
    public void Encode_Error_NamesBothLengths()
    {
        DataException error = Assert.Throws<DataException>(() => Encoder(WholeLength - 1, OverlongPolicy.Error).Encode(Turns));
        Assert.Contains("has 33 tokens, 5 of them images, but 32 are allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_Drop_ReturnsNothing() => Assert.Null(Encoder(WholeLength - 1, OverlongPolicy.Drop).Encode(Turns));

    [Fact]
    public void Encode_TruncateResponse_CutsTheEndAndItsLabels()
    {
        TokenizedConversation whole = Encoder(WholeLength, OverlongPolicy.TruncateResponse).Encode(Turns)!;
        TokenizedConversation cut = Encoder(PromptLength + 2, OverlongPolicy.TruncateResponse).Encode(Turns)!;

        Assert.Equal(whole.TokenIds[..(PromptLength + 2)], cut.TokenIds);
        Assert.Equal([' ' + 3, 'y' + 3], cut.Labels.Where(label => label != TokenizedConversation.Ignored));
    }

    [Fact]
    public void Encode_TruncateResponse_RefusesToLoseEveryLabel()
    {
        DataException error = Assert.Throws<DataException>(() => Encoder(PromptLength, OverlongPolicy.TruncateResponse).Encode(Turns));
        Assert.Contains("Nothing of the answers remains", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(14)]
    public void Encode_TruncateResponse_RefusesToCutImages(int limit)
    {
        DataException error = Assert.Throws<DataException>(() => Encoder(limit, OverlongPolicy.TruncateResponse).Encode(Turns));
        Assert.Contains("images and prompts are never cut", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodePrompt_BeyondTheLimit_IsNeverCut()
    {
        Assert.Equal(PromptLength, Encoder(PromptLength, OverlongPolicy.Error).EncodePrompt(Turns[..2])!.TokenIds.Length);
        Assert.Null(Encoder(PromptLength - 1, OverlongPolicy.Drop).EncodePrompt(Turns[..2]));
        Assert.Throws<DataException>(() => Encoder(PromptLength - 1, OverlongPolicy.TruncateResponse).EncodePrompt(Turns[..2]));
    }

    private static ConversationEncoder Encoder(int limit, OverlongPolicy policy) => new(
        new CharacterTokenizer(),
        ConversationTemplates.V1,
        new ConversationEncoderOptions { ImageTokenCount = 5, ImageTokenId = 200, MaxLength = limit, Overlong = policy });
}
