using System.Text.Json;
using Trainer.Data.Text;

namespace Trainer.Data.Tests.Text;

/// <summary>Masks and limits of pairs beside what BPO's reference code gives.</summary>
public sealed class PairGoldenTests
{
    private const int ImageToken = 99;

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Batches", "Fixtures", "pairs.json"))).RootElement;

    [Fact]
    public void Encode_AnswerBehindPicture_LearnsWhatTheReferenceLearns()
    {
        JsonElement golden = Golden.GetProperty("label_mask_v1");
        var words = new Dictionary<string, int> { ["USER"] = 10, [":"] = 11, ["\n"] = 13, ["what"] = 20, ["now"] = 21, ["ASSISTANT"] = 22, ["a"] = 30, ["cat"] = 31 };

        TokenizedPair pair = Encoder(words, imageTokens: 1, limit: 100).Encode(Conversations.Of("<image>\nwhat now"), "a cat", "cat")!;

        // The toy vocabulary parts "ASSISTANT:" in two where the reference's has one id; otherwise the ids are equal.
        long[] labels = [.. Enumerable.Repeat(TokenizedConversation.Ignored, pair.Prefix.Length - 1), .. pair.Chosen.Labels];
        Assert.Equal(Numbers(golden.GetProperty("outputs").GetProperty("labels")), labels);
    }

    [Fact]
    public void Encode_BeyondTheLimit_KeepsWhatTheReferenceKeeps()
    {
        JsonElement golden = Golden.GetProperty("image_expand_pad_max9").GetProperty("outputs").GetProperty("labels");
        var words = new Dictionary<string, int> { ["USER"] = 10, [":"] = 13, ["\n"] = 13, ["ASSISTANT"] = 22, ["a"] = 30, ["cat"] = 31, ["no"] = 40 };

        // One token more stands before the answers than in the reference's row, and so in the limit.
        TokenizedPair pair = Encoder(words, imageTokens: 3, limit: 10).Encode(Conversations.Of("<image>\n"), "a cat", "no")!;

        Assert.Equal(8, pair.Prefix.Length);
        Assert.Equal(Learnt(golden[0]), pair.Chosen.Labels);
        Assert.Equal(Learnt(golden[1]), pair.Rejected.Labels);
    }

    private static PairEncoder Encoder(IReadOnlyDictionary<string, int> words, int imageTokens, int limit) =>
        new(new WordTokenizer(words), ConversationTemplates.ByName("llava_hf"), new ConversationEncoderOptions
        {
            ImageTokenCount = imageTokens,
            ImageTokenId = ImageToken,
            MaxLength = limit,
            Overlong = OverlongPolicy.TruncateResponse,
        });

    private static long[] Learnt(JsonElement row) => [.. Numbers(row).Where(label => label != TokenizedConversation.Ignored)];

    private static long[] Numbers(JsonElement row) => [.. row.EnumerateArray().Select(number => number.GetInt64())];
}
