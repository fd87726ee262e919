using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.Aokvqa;

public sealed class AokvqaFilesTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public AokvqaFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "annotations"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "aokvqa"));
        folder.Write("annotations/instances_val2017.json", """{"images": [{"id": 7, "file_name": "seven.jpg"}], "annotations": [], "categories": []}""");
    }

    [Fact]
    public void Open_OfficialFile_AsksWithLettersAndScoresTheAnswer()
    {
        IBenchmark benchmark = Open(Record("q1", 7, """["farm", "office"]""", "1"));
        Question question = Assert.Single(benchmark.Questions);

        Assert.Equal(new Question("q1", "seven.jpg", "Where is it?\nA. farm\nB. office"), question);
        Assert.Equal(1.0, benchmark.Score([new SavedAnswer("q1", question.Image, question.Prompt, "office")]).Metrics["accuracy"]);
    }

    [Theory]
    [InlineData("""[1]""", "must be an object")]
    [InlineData("""{}""", "must be a list")]
    [InlineData("""[{""", "is no JSON: ")]
    public void Open_NoSuchFile_SaysWhatIsWrong(string text, string message) => AssertFails(message, text);

    [Fact]
    public void Open_WrongFields_NamesThem()
    {
        AssertFails("correct_choice_idx must be a whole number from 0 to 1, but is 2", Record("q1", 7, """["a", "b"]""", "2"));
        AssertFails("correct_choice_idx must be a whole number", Record("q1", 7, """["a", "b"]""", "0.5"));
        AssertFails("choices must be 2 to 26 texts, but are 1", Record("q1", 7, """["a"]""", "0"));
        AssertFails("is about image 8", Record("q1", 8, """["a", "b"]""", "0"));
        string record = Record("q1", 7, """["a", "b"]""", "0")[1..^1];
        AssertFails("which an earlier question has too", $"[{record}, {record}]");
    }

    [Fact]
    public void Open_WithoutQuestions_SaysWhereTheyBelong()
    {
        var error = Assert.Throws<DataException>(() => BenchmarkCatalog.Find("aokvqa")[0].Open(new BenchmarkSource(folder.Path)));
        Assert.Contains("has no aokvqa*_val.json", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Record(string id, int image, string choices, string right) =>
        $$"""[{"question_id": "{{id}}", "image_id": {{image}}, "question": "Where is it?", "choices": {{choices}}, "correct_choice_idx": {{right}}}]""";

    private IBenchmark Open(string file)
    {
        folder.Write("aokvqa/aokvqa_v1p0_val.json", file);
        return BenchmarkCatalog.Find("aokvqa")[0].Open(new BenchmarkSource(folder.Path));
    }

    private void AssertFails(string message, string file) => Assert.Contains(message, Assert.Throws<DataException>(() => Open(file)).Message, StringComparison.Ordinal);
}
