using System.Text.Json;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text;

public sealed class ConversationEncoderTests
{
    private const long Ignored = TokenizedConversation.Ignored;

    private static readonly Turn[] Turns = Conversations.Of([.. Fixture.Section("templates", "turns").EnumerateArray().Select(turn => turn.GetString()!)]);

    [Theory]
    [InlineData("v1", 0, true)]
    [InlineData("v1", 1, true)]
    [InlineData("v1", 2, true)]
    [InlineData("v1", 3, false)]
    [InlineData("plain", 6, true)]
    [InlineData("llava_llama_2", 7, true)]
    public void Encode_GoldenConversation_EqualsLlava(string template, int example, bool legacy)
    {
        JsonElement expected = Fixture.Section("labels")[example];
        Turn[] turns = example switch
        {
            0 or 7 => Turns,
            2 => Conversations.Of([.. expected.GetProperty("turns").EnumerateArray().Select(turn => turn.GetString()!)]),
            6 => Conversations.Of("<image>", "a red car and two cats"),
            _ => Turns[..2],
        };
        using SentencePieceTokenizer tokenizer = Fixture.Open(legacy ? PrefixRule.EverySegment : PrefixRule.TextStart);

        TokenizedConversation actual = Encoder(tokenizer, template).Encode(turns)!;

        Assert.Equal(expected.GetProperty("ids").Ids(), actual.TokenIds);
        Assert.Equal(expected.GetProperty("labels").Ids(), actual.Labels);
    }

    [Fact]
    public void Encode_VocabularyThatLlavaMiscounts_StillTrainsBothAnswers()
    {
        JsonElement expected = Fixture.Section("labels")[4];
        using SentencePieceTokenizer tokenizer = Fixture.Open(PrefixRule.TextStart);

        TokenizedConversation actual = Encoder(tokenizer, "v1").Encode(Turns)!;

        Assert.Equal(expected.GetProperty("ids").Ids(), actual.TokenIds);
        Assert.Equal("There is a cat on the table. No.", tokenizer.Decode([.. actual.Labels.Where(label => label != Ignored)]));
        Assert.Equal(2, actual.Labels.Count(label => label == tokenizer.EosId));
    }

    [Fact]
    public void EncodePrompt_MarksAroundTheImage_AreSingleTokens()
    {
        var marks = new TokenizerSettings { AddedTokens = [new AddedToken("<im_start>", 461, IsControl: true), new AddedToken("<im_end>", 462, IsControl: true)] };
        using var tokenizer = SentencePieceTokenizer.Open(Fixture.ModelPath, marks);

        long[] ids = Encoder(tokenizer, "shikra").EncodePrompt(Conversations.Of("<image>\nWhat?"))!.TokenIds;

        int picture = Array.IndexOf(ids, -200);
        Assert.Equal((461, 462), (ids[picture - 1], ids[picture + 1]));
    }

    [Fact]
    public void Encode_ImagesFirst_StandBeforeTheTokenThatBegins()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open(PrefixRule.EverySegment);
        long[] words = tokenizer.Encode("What is this?")[1..];

        TokenizedConversation actual = Encoder(tokenizer, "instructblip", imageTokens: 3).Encode(Conversations.Of("<image>\nWhat is this?", "A cat."))!;

        Assert.Equal([-200, -200, -200, tokenizer.EosId, .. words], actual.TokenIds[..(4 + words.Length)]);
        Assert.Equal("A cat.", tokenizer.Decode([.. actual.Labels.Where(label => label != Ignored)]));
    }

    [Fact]
    public void Encode_VisionSideThatReads_GivesItTheWordsBesideEachImage()
    {
        var reader = new QuestionReader();

        TokenizedConversation actual = Encoder(reader, "v1").Encode(Conversations.Of("<image>\nWhat?", "A cat.", "Sure?", "Yes."))!;

        Assert.Equal(["What?"], reader.Asked);
        Assert.Equal([5], Assert.Single(actual.Instructions));
    }

    [Fact]
    public void Constructor_TokenizerWithoutTheMarks_NamesThem()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open(PrefixRule.EverySegment);

        Assert.Contains("<im_start> and <im_end>", Assert.Throws<DataException>(() => Encoder(tokenizer, "shikra")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_CharacterVocabulary_TrainsSpaceAnswerAndEnd()
    {
        // "SYS. USER: <image>\nQ1? ASSISTANT: A1.</s>" with one id a character, from the RLHF reference's own preprocessing.
        long[] ids = [1, 86, 92, 86, 49, 35, 88, 86, 72, 85, 61, 35, -200, 13, 84, 52, 66, 35, 68, 86, 86, 76, 86, 87, 68, 81, 87, 61, 35, 68, 52, 49, 2];
        Turn[] turns = [new Turn(Speaker.System, "SYS."), .. Conversations.Of("<image>\nQ1?", "A1.")];

        TokenizedConversation actual = Encoder(new CharacterTokenizer(), "v1").Encode(turns)!;

        Assert.Equal(ids, actual.TokenIds);
        Assert.Equal([.. Enumerable.Repeat(Ignored, 28), 35, 68, 52, 49, 2], actual.Labels);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("llava_v0")]
    [InlineData("llama_2")]
    [InlineData("plain")]
    public void EncodePrompt_AnyTemplate_IsTheUntrainedBeginningOfTheTrainedConversation(string template)
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();
        ConversationEncoder encoder = Encoder(tokenizer, template, imageTokens: 3);

        TokenizedConversation trained = encoder.Encode(Turns[..2])!;
        TokenizedConversation prompt = encoder.EncodePrompt(Turns[..1])!;

        int answer = Array.FindIndex(trained.Labels, label => label != Ignored);
        Assert.Equal(trained.TokenIds[..answer], prompt.TokenIds);
        Assert.All(prompt.Labels, label => Assert.Equal(Ignored, label));
        Assert.Equal(1, prompt.ImageCount);
    }

    [Fact]
    public void Encode_Images_BecomeRunsOfTheImageId()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        TokenizedConversation actual = Encoder(tokenizer, "v1", imageTokens: 4).Encode(Conversations.Of("<image>\n<image>\nWhat?", "No."))!;

        Assert.Equal(2, actual.ImageCount);
        Assert.Equal(8, actual.TokenIds.Count(id => id == -200));
        Assert.DoesNotContain(-200, actual.Labels);
        Assert.Single(actual.TokenIds, (long)tokenizer.BosId);
    }

    [Fact]
    public void Encode_EmptyAnswer_TrainsTheEnd()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        Assert.Equal(tokenizer.EosId, Encoder(tokenizer, "v1").Encode(Conversations.Of("Hi", ""))!.Labels[^1]);
    }

    [Theory]
    [InlineData("a</s>b", "ok", "Turn 1 (Human) contains '</s>'")]
    [InlineData("ok", "<s>b", "Turn 2 (Gpt) contains '<s>'")]
    [InlineData("ok", "see <image>", "Turn 2 (Gpt) contains '<image>'")]
    public void Encode_MarkInsideText_NamesTurnAndMark(string question, string answer, string message)
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();

        DataException error = Assert.Throws<DataException>(() => Encoder(tokenizer, "v1").Encode(Conversations.Of(question, answer)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_SpeakersOutOfOrder_NamesTheTurn()
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open();
        Turn[] turns = [new Turn(Speaker.Human, "a"), new Turn(Speaker.Human, "b")];

        DataException error = Assert.Throws<DataException>(() => Encoder(tokenizer, "v1").Encode(turns));
        Assert.Contains("Turn 2 must be Gpt's", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Encoder(tokenizer, "v1").Encode([]));
        Assert.Throws<DataException>(() => Encoder(tokenizer, "v1").EncodePrompt(Turns[..2]));
    }

    private static ConversationEncoder Encoder(ITokenizer tokenizer, string template, int imageTokens = 1) =>
        new(tokenizer, ConversationTemplates.ByName(template), new ConversationEncoderOptions { ImageTokenCount = imageTokens, ImageTokenId = ImagePlaceholder.Id });
}
