using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Records;

public sealed class NamedConversationsTests
{
    [Fact]
    public void Read_RecordWithASource_TakesTheGivenOneAndKeepsTheRest()
    {
        using TemporaryDirectory folder = new();
        string path = folder.Write("one.json", """[{"id": "1", "source": "old", "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}]""");
        IRecordFormat<ConversationRecord> plain = RecordFormats.Conversation("llava");
        using RecordFile<ConversationRecord> before = RecordFile.Open(path, plain);
        using RecordFile<ConversationRecord> after = RecordFile.Open(path, new NamedConversations(plain, "vqa"));

        Assert.Equal(("old", "vqa"), (before.Read(0).Source, after.Read(0).Source));
        Assert.Equal(before.Read(0).Turns, after.Read(0).Turns);
    }
}
