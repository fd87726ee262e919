using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Records;

public sealed class VlFeedbackFormatTests
{
    private const string Good = """{"Helpfulness": {"Rating": "4"}, "Visual Faithfulness": {"Rating": 5}, "Ethical Considerations": {"Rating": "3"}}""";
    private const string Unrated = """{"Helpfulness": {"Rating": "N/A"}, "Visual Faithfulness": {"Rating": "5"}}""";

    [Theory]
    [InlineData($$"""[{"response": "A", "annotations": {{Good}}}, {"response": "B", "annotations": {{Unrated}}}]""")]
    [InlineData($$"""{"response": ["A", "B"], "annotations": [{{Good}}, {{Unrated}}]}""")]
    public void Read_EitherLayout_ScoresByTheMeanRating(string completions)
    {
        CompletionsRecord record = Read(completions);

        Assert.Equal([new ScoredAnswer("A", 4)], record.Completions);
        Assert.Equal(("svit-1", "svit"), (record.Id, record.Source));
        Assert.Equal([new Turn(Speaker.Human, "<image>\nWhat?")], record.Turns);
    }

    [Theory]
    [InlineData("""[{"response": "A", "annotations": {"Helpfulness": {"Rating": "6"}}}]""", "must be from 1 to 5, but is 6")]
    [InlineData("""{"response": ["A", "B"], "annotations": []}""", "must have as many annotations as responses, but has 0 for 2")]
    [InlineData("""[{"response": "A", "annotations": {"Helpfulness": {}}}]""", "Rating is required")]
    public void Read_WrongRatings_AreNamed(string completions, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataException>(() => Read(completions)).Message, StringComparison.Ordinal);

    private static CompletionsRecord Read(string completions)
    {
        using var folder = new TemporaryDirectory();
        string line = $$"""{"id": "svit-1", "prompt": "What?", "img_path": "1.jpg", "completions": {{completions}}}""";
        using RecordFile<CompletionsRecord> file = RecordFile.Open(folder.Write("x.jsonl", line), RecordFormats.Completions("vlfeedback"));
        return file.Read(0);
    }
}
