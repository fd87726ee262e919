using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Sampling;
using Trainer.Data.Text;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Data.Tests.Batches;

public sealed class RecordDatasetTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly RecordFile<ConversationRecord> file;
    private readonly string path;

    public RecordDatasetTests()
    {
        path = folder.Write(
            "x.jsonl",
            """
            {"id":"a","images":["one.jpg"],"conversations":[{"from":"human","value":"<image>"},{"from":"gpt","value":"yes"}]}
            {"id":"b","conversations":[{"from":"human","value":"Is it long?"},{"from":"gpt","value":"Quite long."}],"weight":2}
            {"id":"c","images":["broken.jpg"],"conversations":[{"from":"human","value":"<image>"},{"from":"gpt","value":"no"}]}
            """);
        file = RecordFile.Open(path, RecordFormats.Conversation("trainer"));
    }

    [Fact]
    public void Load_Record_HasTokensPicturesAndWeight()
    {
        ConversationExample example = Open(LetterEncoder.Encode).Load(0);

        Assert.Equal("a", example.RecordId);
        Assert.Equal("<image>yes", string.Concat(example.Conversation.TokenIds.Select(token => (char)token)));
        Assert.Equal(3f, Assert.Single(example.Images)[0]);
        Assert.Equal(2, Open(LetterEncoder.Encode).Load(1).Weight);
    }

    [Fact]
    public void Load_BrokenPicture_NamesTheRecord()
    {
        var exception = Assert.Throws<DataException>(() => Open(LetterEncoder.Encode).Load(2));

        Assert.Equal($"{path}:3: record 'c' can't be used. {Path.Combine(folder.Path, "broken.jpg")} is no picture.", exception.Message);
    }

    [Fact]
    public void Audit_OverlongRecord_IsLeftOutAndCounted()
    {
        UsableRecords usable = Open(LetterEncoder.Dropping(15)).Audit([0, 1, 2]);

        Assert.Equal([0, 2], usable.Positions);
        Assert.Equal([10, 9], usable.Lengths);
        Assert.Equal(1, usable.Dropped);
    }

    [Fact]
    public void Audit_RefusedRecord_IsNamed()
    {
        RecordDataset<ConversationRecord, ConversationExample> dataset = Open(turns => turns[1].Value == "no" ? throw new DataException("No.") : LetterEncoder.Encode(turns));

        Assert.Equal($"{path}:3: record 'c' can't be used. No.", Assert.Throws<DataException>(() => dataset.Audit([0, 1, 2])).Message);
    }

    [Fact]
    public void Mixture_TwoParts_StreamsBatchesOfBoth()
    {
        RecordDataset<ConversationRecord, ConversationExample> dataset = Open(LetterEncoder.Encode);
        var mixture = new Mixture<ConversationExample, ConversationBatch>(
            [new(dataset, dataset.Audit([0])), new(dataset, dataset.Audit([1]), Weight: 2)], new ConversationCollator(padTokenId: 0, imageSize: 2).Collate);

        using BatchStream<ConversationBatch> stream = mixture.Open(new SamplingOptions { BatchSize = 3 }, new RandomRoot(1), new PrefetchOptions());
        using ConversationBatch batch = stream.Next();

        Assert.Equal(1, stream.BatchesPerEpoch);
        Assert.Equal(["a", "b", "b"], batch.RecordIds.Order());
        Assert.Equal([1, 3, 2, 2], batch.Pixels!.Shape);
        Assert.Equal((10 + (2 * 22), 3 + (2 * 11)), (batch.Tokens, batch.LabelCount));
    }

    [Fact]
    public void Mixture_BrokenRecord_ReachesTheConsumer()
    {
        RecordDataset<ConversationRecord, ConversationExample> dataset = Open(LetterEncoder.Encode);
        var mixture = new Mixture<ConversationExample, ConversationBatch>([new(dataset, dataset.Audit([2]))], new ConversationCollator(padTokenId: 0, imageSize: 2).Collate);
        using BatchStream<ConversationBatch> stream = mixture.Open(new SamplingOptions(), new RandomRoot(1), new PrefetchOptions());

        Assert.Contains("record 'c'", Assert.Throws<DataException>(stream.Next).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        file.Dispose();
        folder.Dispose();
    }

    private RecordDataset<ConversationRecord, ConversationExample> Open(Func<IReadOnlyList<Turn>, TokenizedConversation?> encode) =>
        new(file, new ConversationExampleFormat(folder.Path, encode, new FlatImages()));
}
