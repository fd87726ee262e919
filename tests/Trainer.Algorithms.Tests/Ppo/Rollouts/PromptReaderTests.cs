using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

public sealed class PromptReaderTests
{
    [Theory]
    [InlineData("ppo.query.single")]
    [InlineData("ppo.query.multi")]
    public void Load_GoldenRecord_IsTheReleasedQueryWithoutItsPadding(string id)
    {
        var golden = GoldenPpo.Of(id);

        PromptExample prompt = Reader(words: (int)golden.Number("query_len")).Load(Record(golden));

        Assert.Equal(golden.Expected("ids"), prompt.TokenIds.Select(token => (double)token));
        Assert.Equal(golden.Expected("attn_mask").Sum(), prompt.TokenIds.Length);
    }

    [Theory]
    [InlineData(28, 28)]
    [InlineData(27, 0)]
    [InlineData(0, 28)]
    public void LengthOf_Limit_LeavesLongerQueriesOut(int words, int length) =>
        Assert.Equal(length, Reader(words).LengthOf(Record(GoldenPpo.Of("ppo.query.single"))));

    private static PromptExampleFormat Reader(int words)
    {
        var reader = new PromptReader(new PromptLimits(words, Tokens: 100))
        {
            Encoder = new ConversationEncoder(
                new CharacterTokenizer(), ConversationTemplates.V1 with { System = "SYS." }, new ConversationEncoderOptions { ImageTokenCount = 1, ImageTokenId = -200 }),
            Images = new NoPictures(),
        };
        return reader.In("");
    }

    private static PromptRecord Record(GoldenPpo golden)
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("prompts.json", $$"""[{"id": "q", "image": "a.jpg", "conversations": {{golden.Input("conversations").GetRawText()}}}]""");
        using RecordFile<PromptRecord> file = RecordFile.Open(path, RecordFormats.Prompt("llava_rlhf"));
        return file.Read(0);
    }

    private sealed class NoPictures : IImageReader
    {
        public int Size => 0;

        public float[] Read(string path) => [];
    }
}
