using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Batches;

public sealed class ConversationDatasetTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly RecordFile<ConversationRecord> file;
    private readonly string path;

    public ConversationDatasetTests()
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
        ConversationExample example = Open(100, OverlongPolicy.Error).Load(0);

        Assert.Equal("a", example.RecordId);
        Assert.Equal("<image>yes", string.Concat(example.Conversation.TokenIds.Select(token => (char)token)));
        Assert.Equal(3, example.Conversation.Labels.Count(label => label != ConversationBatch.Ignored));
        Assert.Equal(3f, Assert.Single(example.Images)[0]);
        Assert.Equal(2, Open(100, OverlongPolicy.Error).Load(1).Weight);
    }

    [Fact]
    public void Load_BrokenPicture_NamesTheRecord()
    {
        var exception = Assert.Throws<DataException>(() => Open(100, OverlongPolicy.Error).Load(2));

        Assert.Equal($"{path}:3: record 'c' can't be used. {Path.Combine(folder.Path, "broken.jpg")} is no picture.", exception.Message);
    }

    [Fact]
    public void Audit_OverlongRecords_FollowsThePolicy()
    {
        UsableRecords dropped = Open(15, OverlongPolicy.Drop).Audit([0, 1, 2]);
        UsableRecords cut = Open(15, OverlongPolicy.TruncateResponse).Audit([0, 1, 2]);
        var error = Assert.Throws<DataException>(() => Open(15, OverlongPolicy.Error).Audit([0, 1, 2]));

        Assert.Equal([0, 2], dropped.Positions);
        Assert.Equal([10, 9], dropped.Lengths);
        Assert.Equal(1, dropped.Dropped);
        Assert.Equal([10, 15, 9], cut.Lengths);
        Assert.StartsWith($"1 of 3 records have more than 15 tokens, such as {path}:2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_BadRecord_NamesIt()
    {
        using RecordFile<ConversationRecord> bad = RecordFile.Open(folder.Write("bad.jsonl", "{\"id\":\"a\"}"), RecordFormats.Conversation("trainer"));
        var dataset = new ConversationDataset(bad, folder.Path, new LetterEncoder(), new FlatImages(), new(9, OverlongPolicy.Drop));

        Assert.Contains("bad.jsonl:1: conversations is required", Assert.Throws<DataException>(() => dataset.Audit([0])).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        file.Dispose();
        folder.Dispose();
    }

    private ConversationDataset Open(int most, OverlongPolicy policy) =>
        new(file, folder.Path, new LetterEncoder(), new FlatImages(), new LengthLimit(most, policy));
}
