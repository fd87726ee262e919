using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Records;

public sealed class FormatSearchTests
{
    [Theory]
    [InlineData(RecordType.Conversation, "trainer", """{"id":"1","conversations":[{"from":"human","value":"?"},{"from":"gpt","value":"!"}]}""")]
    [InlineData(RecordType.Conversation, "llava", """{"id":"1","image":"a.jpg","conversations":[{"from":"human","value":"<image>"},{"from":"gpt","value":"!"}]}""")]
    [InlineData(RecordType.Conversation, "answers", """{"question_id":1,"prompt":"?","answer":"!"}""")]
    [InlineData(RecordType.Preference, "trainer", """{"id":"1","prompt":[{"from":"human","value":"?"}],"chosen":"!","rejected":"?"}""")]
    [InlineData(RecordType.Preference, "completions", """{"prompt":"?","completions":[{"response":"!","score":1}]}""")]
    [InlineData(RecordType.Preference, "vlfeedback", """{"id":"1","prompt":"?","completions":[{"response":"!","annotations":{"Helpfulness":{"Rating":"3"}}}]}""")]
    [InlineData(RecordType.Preference, "llava_rlhf", """{"id":"1","conversations":[{"from":"human","value":"?"},{"from":"gpt","value":"!"}],"output_1":{"value":"a"},"output_2":{"value":"b"},"preference":1}""")]
    [InlineData(RecordType.Preference, "rlhf_v", """{"question":"?","chosen":"!","rejected":"?"}""")]
    [InlineData(RecordType.Preference, "trl", """{"prompt":"?","chosen":"!","rejected":"?"}""")]
    [InlineData(RecordType.Prompt, "trainer", """{"id":"1","prompt":[{"from":"human","value":"?"}]}""")]
    [InlineData(RecordType.Prompt, "llava", """{"question_id":1,"text":"?"}""")]
    [InlineData(RecordType.Prompt, "llava_rlhf", """{"id":"1","conversations":[{"from":"human","value":"?"}]}""")]
    public void Find_OneRecord_TellsTypeAndFormat(RecordType type, string name, string line)
    {
        FoundFormat found = Find(line);

        Assert.Equal((type, name), (found.Type, found.Format.Name));
    }

    [Fact]
    public void Find_MixedRecords_TakesTheFormatOfMost()
    {
        const string plain = """{"id":"1","conversations":[{"from":"human","value":"?"},{"from":"gpt","value":"!"}]}""";
        const string pictured = """{"id":"1","image":"a.jpg","conversations":[{"from":"human","value":"<image>"},{"from":"gpt","value":"!"}]}""";

        Assert.Equal("llava", Find($"{plain}\n{plain}\n{pictured}").Format.Name);
    }

    [Fact]
    public void Find_GivenType_LooksAtItsFormatsOnly() =>
        Assert.Equal("trainer", Find("""{"id":"1","prompt":[{"from":"human","value":"?"}],"chosen":"!","rejected":"?"}""", RecordType.Prompt).Format.Name);

    [Fact]
    public void Find_GivenBoth_ReadsNothing() => Assert.Equal("llava", Find("no JSON", RecordType.Prompt, "llava").Format.Name);

    [Fact]
    public void Find_UnknownRecords_SaysWhatToName() =>
        Assert.Contains("none of its first 2 records can be read", Assert.Throws<DataException>(() => Find("{}\nno JSON")).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_FileThatIsNoJson_SaysSoAtItsFirstLine() =>
        Assert.Matches("x.jsonl:1: the record is not readable JSON", Assert.Throws<DataException>(() => Find("a,b,c\n1,2,3")).Message);

    [Fact]
    public void Find_UnknownName_ListsTheKnownOnes() =>
        Assert.Contains("Known: trainer, llava, llava_rlhf", Assert.Throws<DataException>(() => Find("{}", RecordType.Prompt, "poem")).Message, StringComparison.Ordinal);

    private static FoundFormat Find(string lines, RecordType? type = null, string? name = null)
    {
        using var folder = new TemporaryDirectory();
        return FormatSearch.Find(RecordIndex.Build(folder.Write("x.jsonl", lines)), type, name);
    }
}
