using System.Text;
using System.Text.Json;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Rewards;

public sealed class RewardEncoderTests
{
    private const int ImageToken = 900;
    private static readonly ConversationTemplate Template = ConversationTemplates.V1 with { System = "SYS." };

    [Theory]
    [InlineData("rm.sequence.plain")]
    [InlineData("rm.sequence.fact")]
    public void Encode_GoldenRecord_IsTheReleasedSequence(string id)
    {
        JsonElement golden = GoldenRewards.Case(id);
        JsonElement inputs = golden.GetProperty("inputs");
        var prompt = new RewardPrompt("toy", inputs.GetProperty("reward_model_prompt").GetString()!) { FactHeader = "FACTS:\n" };
        RewardEncoder encoder = Encoder(prompt, limit: 1000, OverlongPolicy.Error);
        Turn[] turns = [new(Speaker.Human, "<image>\nQ1?"), new(Speaker.Gpt, "A1."), new(Speaker.Human, "Q2")];

        foreach ((string answer, int output) in new[] { ("Good", 0), ("Baad!", 1) })
        {
            long[] ids = encoder.Encode(turns, answer, ["a cat"])!;
            Assert.Equal(golden.GetProperty("outputs").GetProperty($"text_{output}").GetString(), Text(ids));
            Assert.Equal(golden.GetProperty("outputs").GetProperty($"len_{output}").GetInt32(), ids.Length);
        }
    }

    [Fact]
    public void Encode_BeyondTheLimit_CutsTheAnswerAlone()
    {
        long[] whole = Encoder(Toy, 1000, OverlongPolicy.Error).Encode(Question, "abcdef", [])!;

        long[] cut = Encoder(Toy, whole.Length - 3, OverlongPolicy.TruncateResponse).Encode(Question, "abcdef", [])!;

        Assert.Equal(Text(whole).Replace("abcdef</s>", "abcd", StringComparison.Ordinal), Text(cut));
    }

    [Fact]
    public void Encode_NothingOfTheAnswerWouldRemain_IsLeftOut()
    {
        int length = Encoder(Toy, 1000, OverlongPolicy.Error).Encode(Question, "ab", [])!.Length;

        Assert.Null(Encoder(Toy, length - 4, OverlongPolicy.TruncateResponse).Encode(Question, "ab", []));
        Assert.Null(Encoder(Toy, length - 1, OverlongPolicy.Drop).Encode(Question, "ab", []));
        Assert.Throws<DataException>(() => Encoder(Toy, length - 1, OverlongPolicy.Error).Encode(Question, "ab", []));
    }

    [Theory]
    [InlineData(" ", "a fact")]
    [InlineData("answer</s>", "a fact")]
    [InlineData("answer", "a fact</s>")]
    [InlineData("answer", "<image>")]
    public void Encode_TextThatWouldMeanSomethingElse_IsRefused(string answer, string fact) =>
        Assert.Throws<DataException>(() => Encoder(Toy, 1000, OverlongPolicy.Drop).Encode(Question, answer, [fact]));

    [Fact]
    public void EncodeQuestion_BehindAnAnswerOfTokens_IsAsIfAllWereEncodedTogether()
    {
        RewardEncoder encoder = Encoder(Toy, 1000, OverlongPolicy.Error);
        long[] together = encoder.Encode(Question, "abc", ["a fact"])!;

        Assert.Equal(" Rate. Specifically, the AI's", Text(encoder.EncodeQuestion(["a fact"]))[..29]);
        Assert.EndsWith("abc</s>" + Text(encoder.EncodeQuestion(["a fact"])), Text(together), StringComparison.Ordinal);
    }

    private static RewardPrompt Toy => new("toy", " Rate. {factual_prompt} It is");

    private static Turn[] Question => [new(Speaker.Human, "<image>\nWhat?")];

    private static RewardEncoder Encoder(RewardPrompt prompt, int limit, OverlongPolicy overlong) => new(
        new CharacterTokenizer(),
        Template,
        new ConversationEncoderOptions { ImageTokenCount = 1, ImageTokenId = ImageToken, MaxLength = limit, Overlong = overlong },
        prompt);

    private static string Text(long[] ids)
    {
        var text = new StringBuilder();
        foreach (long id in ids)
        {
            text.Append(id switch { 1 => "<s>", 2 => "</s>", ImageToken => "<IMG>", _ => ((char)(id - 3)).ToString() });
        }

        return text.ToString();
    }
}
