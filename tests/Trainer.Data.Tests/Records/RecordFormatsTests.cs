using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Records;

public sealed class RecordFormatsTests
{
    private const string Conversation =
        """{"id":"a","images":["1.jpg"],"conversations":[{"from":"human","value":"<image>\nWhat?"},{"from":"gpt","value":"A cat."}],"source":"hand","weight":0.5}""";

    [Fact]
    public void Trainer_Conversation_ReadsEveryField()
    {
        ConversationRecord record = ReadConversation("trainer", Conversation);

        Assert.Equal("a", record.Id);
        Assert.Equal(["1.jpg"], record.Images);
        Assert.Equal([new Turn(Speaker.Human, "<image>\nWhat?"), new Turn(Speaker.Gpt, "A cat.")], record.Turns);
        Assert.Equal("hand", record.Source);
        Assert.Equal(0.5, record.Weight);
    }

    [Fact]
    public void Llava_NumberAsIdAndOneImage_IsRead()
    {
        ConversationRecord record = ReadConversation(
            "llava",
            """{"id":33471,"image":"a/b.jpg","conversations":[{"from":"gpt","value":"Hi."},{"from":"human","value":"What?\n<image>"},{"from":"gpt","value":"A bus."}]}""");

        Assert.Equal("33471", record.Id);
        Assert.Equal(["a/b.jpg"], record.Images);
        Assert.Equal([Speaker.Human, Speaker.Gpt], record.Turns.Select(turn => turn.From));
    }

    [Fact]
    public void Trainer_PreferenceAndPrompt_AreRead()
    {
        const string Prompt = "\"prompt\":[{\"from\":\"system\",\"value\":\"Be brief.\"},{\"from\":\"human\",\"value\":\"Why?\"}]";

        PreferenceRecord preference = Read($$"""{"id":"p",{{Prompt}},"chosen":"Yes.","rejected":"No."}""", RecordFormats.Preference("trainer"));
        PromptRecord prompt = Read($$"""{"id":"q",{{Prompt}}}""", RecordFormats.Prompt("trainer"));

        Assert.Equal(("Yes.", "No."), (preference.Chosen, preference.Rejected));
        Assert.Equal([Speaker.System, Speaker.Human], prompt.Turns.Select(turn => turn.From));
    }

    [Fact]
    public void Read_LlavaQuestion_PutsThePictureBeforeTheWords()
    {
        PromptRecord asked = Read("""{"question_id":7,"image":"a.jpg","text":"Is there a cat?","label":"yes"}""", RecordFormats.Prompt("llava"));
        PromptRecord blind = Read("""{"question_id":"b","text":"Why?"}""", RecordFormats.Prompt("llava"));

        Assert.Equal(("7", "a.jpg", "<image>\nIs there a cat?"), (asked.Id, asked.Images.Single(), asked.Turns.Single().Value));
        Assert.Equal(("b", 0, "Why?"), (blind.Id, blind.Images.Count, blind.Turns.Single().Value));
    }

    [Fact]
    public void Read_LlavaRlhfPrompt_AsksTheFirstQuestionAloneAndKnowsItsKind()
    {
        const string Turns = """[{"from":"human","value":"Is it?\n<image>"},{"from":"gpt","value":"No."},{"from":"human","value":"Why?"}]""";
        PromptRecord typed = Read($$"""{"id":1,"image":"a.jpg","conversations":{{Turns}},"caption_type":6,"length_bonus":-0.5}""", RecordFormats.Prompt("llava_rlhf"));
        PromptRecord plain = Read($$"""{"id":1,"image":"a.jpg","conversations":{{Turns}}}""", RecordFormats.Prompt("llava_rlhf"));

        Assert.Equal((CaptionType.No, -0.5, "Is it?\n<image>"), (typed.CaptionType, typed.LengthBonus, typed.Turns.Single().Value));
        Assert.Equal((CaptionType.General, 1.0), (plain.CaptionType, plain.LengthBonus));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("8")]
    [InlineData("1.5")]
    public void Read_UnknownCaptionType_NamesTheRecord(string type)
    {
        DataException error = Assert.Throws<DataException>(() => Read(
            $$"""{"id":"a","conversations":[{"from":"human","value":"Why?"}],"caption_type":{{type}}}""", RecordFormats.Prompt("llava_rlhf")));

        Assert.Contains("x.jsonl:1: caption_type must be a whole number from 1 to 7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\"", "true", "x.jsonl:1: id must be text, but is true")]
    [InlineData("\"id\":\"a\",", "", "x.jsonl:1: id is required, but is not there.")]
    [InlineData("\"human\"", "\"user\"", "x.jsonl:1: conversations[0].from must be human, gpt or system, but is 'user'.")]
    [InlineData("\"A cat.\"", "null", "x.jsonl:1: conversations[1].value is required, but is not there.")]
    [InlineData("\"A cat.\"", "\"\\ud800\"", "x.jsonl:1: conversations[1].value must be Unicode text, but has a broken character.")]
    [InlineData("\"gpt\"", "\"human\"", "x.jsonl:1: turn 2 must be gpt's, because human and gpt take turns, but is human's.")]
    [InlineData(",{\"from\":\"gpt\",\"value\":\"A cat.\"}", "", "x.jsonl:1: the record must end with a turn of gpt.")]
    [InlineData("<image>", "", "x.jsonl:1: images lists 1, but the text has 0 <image> marks. Each picture needs one mark.")]
    [InlineData("[\"1.jpg\"]", "\"1.jpg\"", "x.jsonl:1: images must be a list, but is \"1.jpg\"")]
    [InlineData("1.jpg", "../1.jpg", "x.jsonl:1: images must be paths relative to the image folder, without '..', but one is '../1.jpg'.")]
    [InlineData("0.5", "-1", "x.jsonl:1: weight must be 0 or greater, but is -1.")]
    [InlineData("0.5", "1e999", "x.jsonl:1: weight must be a finite number.")]
    [InlineData("[\"1.jpg\"]", "3}[", "x.jsonl:1: the record is not readable JSON")]
    public void Read_WrongField_NamesFileLineAndField(string good, string bad, string expected)
    {
        string json = Conversation.Replace(good, bad, StringComparison.Ordinal);

        var exception = Assert.Throws<DataException>(() => ReadConversation("trainer", json));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\u0069\\udc00")]
    [InlineData("idid")]
    public void Read_OtherFields_AreIgnored(string name)
    {
        string json = Conversation.Replace("{\"id\"", $"{{\"{name}\":1,\"id\"", StringComparison.Ordinal);

        Assert.Equal("a", ReadConversation("trainer", json).Id);
    }

    [Fact]
    public void Conversation_UnknownFormat_ListsTheKnown()
    {
        Assert.Equal(
            "There is no format 'lava' for conversations. Known: trainer, llava, answers, completions, vlfeedback, llava_rlhf, rlhf_v, trl.",
            Assert.Throws<DataException>(() => RecordFormats.Conversation("lava")).Message);
    }

    private static ConversationRecord ReadConversation(string format, string json) => Read(json, RecordFormats.Conversation(format));

    private static TRecord Read<TRecord>(string json, IRecordFormat<TRecord> format)
        where TRecord : IRecord
    {
        using var folder = new TemporaryDirectory();
        using RecordFile<TRecord> file = RecordFile.Open(folder.Write("x.jsonl", json), format);
        return file.Read(0);
    }
}
