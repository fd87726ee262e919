using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text;

public sealed class PairEncoderTests
{
    private const int ImageTokens = 3;
    private const int ImageToken = 200;
    private const int Prompt = 27;

    [Fact]
    public void Encode_Pair_HoldsThePromptOnce()
    {
        TokenizedPair pair = Encoder().Encode(Conversations.Of("<image>\nWhat?"), "A cat", "No")!;

        Assert.Equal("^USER: ###\nWhat? ASSISTANT:", Text(pair.Prefix));
        Assert.Equal((" A cat$", " No$"), (Text(pair.Chosen.TokenIds), Text(pair.Rejected.TokenIds)));
        Assert.Equal(pair.Chosen.TokenIds, pair.Chosen.Labels);
        Assert.Equal(pair.Rejected.TokenIds, pair.Rejected.Labels);
        Assert.Equal((1, Prompt + 7 + 4), (pair.ImageCount, pair.Length));
    }

    [Fact]
    public void Encode_EarlierAnswers_ArePartOfThePrompt()
    {
        TokenizedPair pair = Encoder().Encode(Conversations.Of("Hi", "Yes", "More"), "One", "Two")!;

        Assert.Equal("^USER: Hi ASSISTANT: Yes$USER: More ASSISTANT:", Text(pair.Prefix));
        Assert.Equal(" One$", Text(pair.Chosen.TokenIds));
    }

    [Fact]
    public void Encode_SwappedAnswers_SwapsTheSides()
    {
        TokenizedPair pair = Encoder().Encode(Conversations.Of("Why?"), "One", "Two")!;
        TokenizedPair swapped = Encoder().Encode(Conversations.Of("Why?"), "Two", "One")!;

        Assert.Equal(pair.Prefix, swapped.Prefix);
        Assert.Equal(pair.Chosen.TokenIds, swapped.Rejected.TokenIds);
    }

    /// <summary>The reference scores or crashes on these four; a label mask must never be wrong in silence.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("say ASSISTANT: hi")]
    [InlineData("two</s>parts")]
    [InlineData(" <img>x</img> y")]
    public void Encode_DegenerateAnswer_IsRefused(string answer)
    {
        Assert.Throws<DataException>(() => Encoder().Encode(Conversations.Of("Why?"), answer, "No"));
        Assert.Throws<DataException>(() => Encoder().Encode(Conversations.Of("Why?"), "No", answer));
    }

    [Fact]
    public void Encode_EqualAnswers_AreLeftOut() => Assert.Null(Encoder().Encode(Conversations.Of("Why?"), "No", "No"));

    [Fact]
    public void Encode_TooLong_FollowsThePolicy()
    {
        const int limit = Prompt + 4;

        Assert.Contains("but 31 are allowed", Assert.Throws<DataException>(() => Long(limit, OverlongPolicy.Error)).Message, StringComparison.Ordinal);
        Assert.Null(Long(limit, OverlongPolicy.Drop));
        TokenizedPair cut = Long(limit, OverlongPolicy.TruncateResponse)!;
        Assert.Equal("^USER: ###\nWhat? ASSISTANT:", Text(cut.Prefix));
        Assert.Equal((" A c", " No$"), (Text(cut.Chosen.TokenIds), Text(cut.Rejected.TokenIds)));
        Assert.Equal(cut.Chosen.TokenIds, cut.Chosen.Labels);
    }

    [Theory]
    [InlineData(Prompt)]
    [InlineData(9)]
    public void Encode_NoRoomForAnAnswer_IsLeftOut(int limit) => Assert.Null(Long(limit, OverlongPolicy.TruncateResponse));

    private static TokenizedPair? Long(int limit, OverlongPolicy policy) => Encoder(limit, policy).Encode(Conversations.Of("<image>\nWhat?"), "A cat", "No");

    private static PairEncoder Encoder(int limit = 500, OverlongPolicy policy = OverlongPolicy.Error) =>
        new(new CharacterTokenizer(), ConversationTemplates.ByName("llava_hf"), new ConversationEncoderOptions
        {
            ImageTokenCount = ImageTokens,
            ImageTokenId = ImageToken,
            MaxLength = limit,
            Overlong = policy,
        });

    /// <summary>Characters again; ^ begins, $ ends, # is a place of a picture.</summary>
    private static string Text(long[] ids) => string.Concat(ids.Select(id => id switch
    {
        1 => '^',
        2 => '$',
        ImageToken => '#',
        _ => (char)(id - 3),
    }));
}
