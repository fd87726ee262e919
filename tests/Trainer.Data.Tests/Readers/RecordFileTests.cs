using System.Text;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Readers;

public sealed class RecordFileTests
{
    private const string Two =
        """
        {"id":"a","split":"train","prompt":[{"from":"human","value":"A?"}]}
        {"id":"b","split":"test","prompt":[{"from":"human","value":"B?"}]}
        """;

    [Fact]
    public void Read_AnyOrder_GivesTheRecordAtThatPosition()
    {
        using var folder = new TemporaryDirectory();
        using RecordFile<PromptRecord> file = RecordFile.Open(folder.Write("x.jsonl", Two), RecordFormats.Prompt("trainer"));

        Assert.Equal(["b", "a", "b"], new[] { 1, 0, 1 }.Select(position => file.Read(position).Id));
    }

    [Fact]
    public void PositionsOf_Split_TakesOnlyItsRecords()
    {
        using var folder = new TemporaryDirectory();
        using RecordFile<PromptRecord> file = RecordFile.Open(folder.Write("x.jsonl", Two), RecordFormats.Prompt("trainer"));

        Assert.Equal([0, 1], file.PositionsOf(null));
        Assert.Equal([1], file.PositionsOf("test"));
        Assert.Empty(file.PositionsOf("val"));
    }

    [Fact]
    public void Open_EmptyFile_IsADataError()
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("x.jsonl", "\n");

        Assert.Throws<DataException>(() => RecordFile.Open(path, RecordFormats.Prompt("trainer")));
    }

    [Fact]
    public void Read_MutatedFiles_NeverThrowAnythingElse()
    {
        using var folder = new TemporaryDirectory();
        var random = new Random(4);
        byte[] lines = Encoding.UTF8.GetBytes(
            """{"id":"a","images":["1.jpg"],"conversations":[{"from":"human","value":"<image>\u00e9"},{"from":"gpt","value":"é"}],"weight":0.5}""");
        byte[] array = [(byte)'[', .. lines, (byte)',', .. lines, (byte)']'];
        string path = Path.Combine(folder.Path, "x.json");
        var readable = 0;
        for (var round = 0; round < 10_000; round++)
        {
            byte[] bytes = Mutate(round % 2 == 0 ? lines : array, random);
            File.WriteAllBytes(path, bytes);
            Exception? thrown = Record.Exception(() => ReadAll(path));
            readable += thrown is null ? 1 : 0;
            Assert.True(thrown is null or DataException, $"{thrown}\n{Encoding.Latin1.GetString(bytes)}");
        }

        Assert.InRange(readable, 100, 9_900);
    }

    private static void ReadAll(string path)
    {
        using RecordFile<ConversationRecord> file = RecordFile.Open(path, RecordFormats.Conversation("trainer"));
        for (var position = 0; position < file.Count; position++)
        {
            file.Read(position);
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        List<byte> mutated = [.. bytes];
        byte[] structure = "{}[]\",:\\u\0\n-eE.0d8"u8.ToArray();
        for (int edit = random.Next(1, 5); edit > 0; edit--)
        {
            int place = random.Next(mutated.Count);
            switch (random.Next(3))
            {
                case 0:
                    mutated.RemoveAt(place);
                    break;
                case 1:
                    mutated.Insert(place, structure[random.Next(structure.Length)]);
                    break;
                default:
                    mutated[place] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. mutated];
    }
}
