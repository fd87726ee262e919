using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Preparation.Tests.LlavaInstruct;

public sealed class LlavaInstructSourceTests(ITestOutputHelper output)
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFiles()
    {
        PreparedSet set = Golden.Check("llava-instruct");

        Assert.Equal([1, 5], set.Files.Select(file => file.Records));
        Assert.Equal(3, set.Problems["wrong_value"]);
        Assert.Equal(1, set.Problems["wrong_type"]);
        Assert.Equal(1, set.Problems["repeated_id"]);
    }

    [Fact]
    public void Prepare_WithoutText_CountsWhatIsLeftOut() => Assert.Equal(1, Golden.Check("llava-instruct", "out-pictures", "text-only=leave-out").LeftOut["without a picture"]);

    [Fact]
    public void Prepare_RealRecords_KeepsAll()
    {
        if (!RealData.TryFind("llava_instruct/llava_conversations.json", output, out string path))
        {
            return;
        }

        using TemporaryDirectory folder = new();
        string images = Path.Combine(Path.GetDirectoryName(path)!, "..", "coco_images");
        PreparedSet set = DataPreparation.Run(SourceCatalog.Find("llava-instruct")!, new PreparationOptions { Input = path, Output = Path.Combine(folder.Path, "set"), Images = images });

        Assert.Equal(6, set.Files[0].Records);
        Assert.Empty(set.Problems);
        using RecordFile<ConversationRecord> prepared = RecordFile.Open(Path.Combine(folder.Path, "set/llava_conversations.jsonl"), RecordFormats.Conversation("trainer"));
        using RecordFile<ConversationRecord> original = RecordFile.Open(path, RecordFormats.Conversation("llava"));
        Assert.All(Enumerable.Range(0, 6), position => Assert.Equal(original.Read(position).Turns, prepared.Read(position).Turns));
    }
}
