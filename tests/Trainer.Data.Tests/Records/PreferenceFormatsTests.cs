using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Records;

public sealed class PreferenceFormatsTests
{
    private const string Rlhf =
        """{"id":"7","image":"7.jpg","conversations":[{"from":"human","value":"<image>\nWhat?"},{"from":"gpt","value":"A cat."},{"from":"human","value":"Where?"},{"from":"gpt","value":"Old."}],"output_1":{"from":"llava","value":"On a sofa."},"output_2":{"from":"llava","value":"On Mars."},"preference":PREFERENCE}""";

    [Theory]
    [InlineData("1", "On a sofa.", "On Mars.")]
    [InlineData("2", "On Mars.", "On a sofa.")]
    public void LlavaRlhf_Preference_ChoosesTheOutput(string preference, string chosen, string rejected)
    {
        PreferenceRecord record = Read("llava_rlhf", Rlhf.Replace("PREFERENCE", preference, StringComparison.Ordinal));

        Assert.Equal((chosen, rejected, preference == "2"), (record.Chosen, record.Rejected, record.BetterIsSecond));
        Assert.Equal(["<image>\nWhat?", "A cat.", "Where?"], record.Turns.Select(turn => turn.Value));
        Assert.Equal(["7.jpg"], record.Images);
    }

    [Theory]
    [InlineData("""{"idx":3,"question":"<image>\nWhat?","chosen":"A","rejected":"B","image_path":"3.jpg","ds_name":"RLHF-V"}""")]
    [InlineData("""{"id":3,"question":"What?","chosen":"A","rejected":"B","image":"3.jpg","ds_name":"RLHF-V"}""")]
    [InlineData("""{"idx":3,"text":"{\"question\":\"What?\",\"chosen\":\"A\",\"rejected\":\"B\"}","image_path":"3.jpg","ds_name":"RLHF-V"}""")]
    public void RlhfV_BothForms_ReadTheSame(string json)
    {
        PreferenceRecord record = Read("rlhf_v", json);

        Assert.Equal(("3", "A", "B", "RLHF-V"), (record.Id, record.Chosen, record.Rejected, record.Source));
        Assert.Equal([new Turn(Speaker.Human, "<image>\nWhat?")], record.Turns);
        Assert.Equal(["3.jpg"], record.Images);
    }

    [Theory]
    [InlineData("""{"prompt":"What?","chosen":"A","rejected":"B","image":"3.jpg"}""")]
    [InlineData("""{"prompt":"What?\n<image>","chosen":"A","rejected":"B","images":["3.jpg"]}""")]
    [InlineData("""{"prompt":[{"role":"user","content":[{"type":"image"},{"type":"text","text":"What?"}]}],"chosen":[{"role":"assistant","content":"A"}],"rejected":[{"role":"assistant","content":[{"type":"text","text":"B"}]}],"images":["3.jpg"]}""")]
    [InlineData("""{"prompt":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"3.jpg"}},{"type":"text","text":"What?"}]}],"chosen":"A","rejected":"B"}""")]
    public void Trl_PlainAndConversational_ReadTheSame(string json)
    {
        PreferenceRecord record = Read("trl", json);

        Assert.Equal(("line-1", "A", "B"), (record.Id, record.Chosen, record.Rejected));
        Assert.Equal([new Turn(Speaker.Human, "<image>\nWhat?")], record.Turns);
        Assert.Equal(["3.jpg"], record.Images);
    }

    [Theory]
    [InlineData("completions", """{"prompt":"What?","image":"3.jpg","id":"coco-3","completions":[{"response":"B","score":0},{"response":"A","score":1},{"response":"C","score":1}]}""")]
    [InlineData("rlhf_v", """{"idx":"coco-3","question":"What?","chosen":"A","rejected":"B","image_path":"3.jpg","ds_name":"coco"}""")]
    public void Conversation_OfPreferences_EndsInTheBestAnswer(string format, string json)
    {
        ConversationRecord record = ReadConversation(format, json);

        Assert.Equal(("coco-3", "coco"), (record.Id, record.Source));
        Assert.Equal([new Turn(Speaker.Human, "<image>\nWhat?"), new Turn(Speaker.Gpt, "A")], record.Turns);
        Assert.Equal(["3.jpg"], record.Images);
    }

    [Fact]
    public void Conversation_WithoutAnswer_NamesTheField() => Assert.Contains(
        "completions must have an answer, but is empty.",
        Assert.Throws<DataException>(() => ReadConversation("completions", """{"prompt":"What?","completions":[]}""")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("llava_rlhf", Rlhf, "x.jsonl:1: the record is not readable JSON")]
    [InlineData("llava_rlhf", """{"id":"7","conversations":[{"from":"human","value":"?"}],"preference":0}""", "preference must be 1 or 2, the better output.")]
    [InlineData("rlhf_v", """{"text":"{oops"}""", "x.jsonl:1: text must be JSON with question, chosen and rejected, but can't be read.")]
    [InlineData("rlhf_v", """{"text":"{}"}""", "x.jsonl:1: text.question is required, but is not there.")]
    [InlineData("trl", """{"prompt":[{"role":"tool","content":"?"}],"chosen":"A","rejected":"B"}""", "prompt[0].role must be user, assistant or system, but is 'tool'.")]
    [InlineData("trl", """{"prompt":[{"role":"user","content":[{"type":"video"}]}],"chosen":"A","rejected":"B"}""", "prompt[0].content[0].type must be text, image or image_url, but is 'video'.")]
    [InlineData("trl", """{"prompt":"?","chosen":[{"role":"user","content":"?"},{"role":"assistant","content":"A"}],"rejected":"B"}""", "chosen must be text, or one message of the assistant without pictures.")]
    [InlineData("trl", """{"prompt":"<image><image>","chosen":"A","rejected":"B","image":"3.jpg"}""", "prompt has 2 <image> marks for 1 pictures.")]
    public void Read_WrongField_NamesIt(string format, string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataException>(() => Read(format, json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Completions_PairsOfEveryFormat_AreAnswersWithScores()
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("x.jsonl", """{"prompt":"What?","chosen":"A","rejected":"B"}""");
        using RecordFile<CompletionsRecord> file = RecordFile.Open(path, RecordFormats.Completions("trl"));

        Assert.Equal([new ScoredAnswer("A", 1), new ScoredAnswer("B", 0)], file.Read(0).Completions);
    }

    private static PreferenceRecord Read(string format, string json) => Read(RecordFormats.Preference(format), json);

    private static ConversationRecord ReadConversation(string format, string json) => Read(RecordFormats.Conversation(format), json);

    private static TRecord Read<TRecord>(IRecordFormat<TRecord> format, string json)
        where TRecord : class, IRecord
    {
        using var folder = new TemporaryDirectory();
        using RecordFile<TRecord> file = RecordFile.Open(folder.Write("x.jsonl", json), format);
        return file.Read(0);
    }
}
