using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Data.Tests.Readers;

public sealed class RealDataTests(ITestOutputHelper output)
{
    [Fact]
    public void Open_LlavaInstruct_EveryRecordIsGood()
    {
        if (!RealData.TryFind("llava_instruct/llava_conversations.json", output, out string path))
        {
            return;
        }

        using RecordFile<ConversationRecord> file = RecordFile.Open(path, RecordFormats.Conversation("llava"));
        ConversationRecord[] records = [.. Enumerable.Range(0, file.Count).Select(file.Read)];

        Assert.Equal("000000033471", records[0].Id);
        Assert.All(records, record => Assert.Single(record.Images));
    }
}
