using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Records;

public sealed class RecordWriterTests
{
    private static readonly Turn Question = new(Speaker.Human, "<image>\n\"Où\" \ud83d\ude00?");

    [Fact]
    public void Write_EachKind_ReadsBackEqual()
    {
        var conversation = new ConversationRecord
        {
            Id = "c", Images = ["1.jpg"], Turns = [Question, new Turn(Speaker.Gpt, "Là.")], Source = "hand", Weight = 0.25,
        };
        var preference = new PreferenceRecord { Id = "p", Images = ["1.jpg"], Turns = [Question], Chosen = "a", Rejected = "b" };
        var prompt = new PromptRecord { Id = "q", Images = ["1.jpg"], Turns = [Question], CaptionType = CaptionType.No, LengthBonus = -0.5 };

        Assert.Equivalent(conversation, RoundTrip(stream => RecordWriter.Write(stream, conversation), RecordFormats.Conversation("trainer")), strict: true);
        Assert.Equivalent(preference, RoundTrip(stream => RecordWriter.Write(stream, preference), RecordFormats.Preference("trainer")), strict: true);
        Assert.Equivalent(prompt, RoundTrip(stream => RecordWriter.Write(stream, prompt), RecordFormats.Prompt("trainer")), strict: true);
    }

    private static TRecord RoundTrip<TRecord>(Action<Stream> write, IRecordFormat<TRecord> format)
        where TRecord : IRecord
    {
        using var folder = new TemporaryDirectory();
        string path = Path.Combine(folder.Path, "x.jsonl");
        using (FileStream stream = File.Create(path))
        {
            write(stream);
        }

        using RecordFile<TRecord> file = RecordFile.Open(path, format);
        return file.Read(0);
    }
}
