using System.Text.Json;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.Pope;

public sealed class PopeQuestionFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    [Fact]
    public void Read_WrittenQuestions_AreTheSame()
    {
        PopeQuestion[] questions = [new("1", "COCO_val2014_000000310196.jpg", "Is there a car in the image?", true), new("b", "2405722.jpg", "Is there an ant?", false)];
        string path = Path.Combine(folder.Path, "coco_pope_random.json");
        PopeQuestionFile.Write(path, questions);

        Assert.Equal(questions, PopeQuestionFile.Read(path));
        Assert.StartsWith("{\"question_id\":1,", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"question_id": 1, "image": "a.jpg", "text": "?", "label": "maybe"}""", "label must be yes or no")]
    [InlineData("""{"question_id": 1, "image": "a.jpg", "text": "?"}""", "label is required")]
    [InlineData("""{"question_id": 1, "image": 7, "text": "?", "label": "no"}""", "image must be text")]
    [InlineData("[{", "one object a line")]
    [InlineData("[1]", "must be an object")]
    public void Read_BadLine_SaysWhereAndWhat(string line, string expected)
    {
        string path = folder.Write("bad.jsonl", """{"question_id": 9, "image": "a.jpg", "text": "?", "label": "yes"}""" + "\n" + line + "\n");
        var error = Assert.Throws<DataException>(() => PopeQuestionFile.Read(path));

        Assert.Contains("bad.jsonl:2", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RepeatedId_IsRefused()
    {
        string line = """{"question_id": 9, "image": "a.jpg", "text": "?", "label": "yes"}""" + "\n";
        Assert.Contains("earlier line", Assert.Throws<DataException>(() => PopeQuestionFile.Read(folder.Write("twice.jsonl", line + line))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_IsRefused() => Assert.Throws<DataException>(() => PopeQuestionFile.Read(Path.Combine(folder.Path, "none.jsonl")));

    [Theory]
    [InlineData("coco_pope_random.jsonl", 2910, 1500)]
    [InlineData("coco_pope_adversarial.jsonl", 3000, 1500)]
    [InlineData("aokvqa_pope_popular.half_a.json", 1482, 741)]
    [InlineData("gqa_pope_random.half_a.json", 1500, 750)]
    public void Read_OfficialFile_HasItsCounts(string name, int questions, int present)
    {
        if (RealData.TryFind($"pope/{name}", output, out string path))
        {
            IReadOnlyList<PopeQuestion> read = PopeQuestionFile.Read(path);
            Assert.Equal((questions, present), (read.Count, read.Count(question => question.IsPresent)));
        }
    }

    [Fact]
    public void Score_AnswersOfLlava15_ToItsOwnWordingOfRealQuestions()
    {
        if (RealData.TryFind("pope/coco_pope_adversarial.jsonl", output, out string path)
            && RealData.TryFind("pope/llava_pope_test.first300.jsonl", output, out string asked)
            && RealData.TryFind("pope/llava-v1.5-13b_answers.first300.jsonl", output, out string answers))
        {
            folder.Write("pope/coco_pope_adversarial.json", File.ReadAllBytes(path));
            IBenchmark benchmark = BenchmarkCatalog.Find("pope_adversarial")[0].Open(new BenchmarkSource(folder.Path, Limit: 300) { Prompt = "llava" });
            string[] texts = [.. File.ReadLines(asked).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!)];
            var result = (PopeResult)benchmark.Score(AnswerFile.Read(answers));

            // The shares are those of a plain count of equal lines in both files.
            Assert.Equal(texts, benchmark.Questions.Select(question => question.Prompt));
            Assert.Equal((121L, 19L, 131L, 29L), (result.Tp, result.Fp, result.Tn, result.Fn));
            Assert.Equal(0.84, result.Accuracy!.Value, 12);
        }
    }

    public void Dispose() => folder.Dispose();
}
