using System.Text.Json;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.MmVet;
using Trainer.Evaluation.Tests.Benchmarks.Judged;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.MmVet;

public sealed class MmVetBenchmarkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("0.7", 0.7)]
    [InlineData("1 or so", 1.0)]
    [InlineData("0.5\n", 0.5)]
    [InlineData("1.1", null)]
    [InlineData("-0.1", null)]
    [InlineData("Grade: 0.5", null)]
    [InlineData("", null)]
    public void Read_Verdict_TakesTheFirstWord(string verdict, double? grade) => Assert.Equal(grade, MmVetBenchmark.Read(verdict));

    [Fact]
    public void Score_Grades_ByCapability()
    {
        MmVetItem[] items = [new("1", "a.png", "x?", "1<AND>2", ["ocr", "math"]), new("2", "b.png", "y?", "dog<OR>cat", ["rec", "math"])];
        var judge = new ScriptedJudge((request, _) => request.User.Contains("1 <AND> 2", StringComparison.Ordinal) ? "0.4" : "nonsense");
        IReadOnlyDictionary<string, double?> metrics = MmVetBenchmark.Of(items, judge).Score(JudgedBenchmarkTests.Answers("1", "dog")).Metrics;

        Assert.Equal((20.0, 40.0, 20.0, 0.0), (metrics["score"], metrics["ocr"], metrics["math"], metrics["rec"]));
        Assert.Equal((null, 0.5), (metrics["spat"], metrics["unreadable"]));
        Assert.Contains("Truth: dog <OR> cat\nAnswer: dog\n", judge.Asked[1].User, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_GradesOfLlava15_IsItsPublishedScore()
    {
        if (RealData.TryFind("mm_vet/llava-v1.5-7b_gpt-4-grade-1runs.json", output, out string path))
        {
            using JsonDocument grades = JsonDocument.Parse(File.ReadAllText(path));
            JsonProperty[] rows = [.. grades.RootElement.EnumerateObject()];
            Queue<string> said = new(rows.Select(row => row.Value.GetProperty("content")[0].GetString()!));
            MmVetItem[] items = [.. rows.Select(row => new MmVetItem(row.Name, $"{row.Name}.png", "?", "?", []))];

            IBenchmarkResult result = MmVetBenchmark.Of(items, new ScriptedJudge((_, _) => said.Dequeue())).Score([.. items.Select(item => new SavedAnswer(item.Id, "", "", "?"))]);

            Assert.Equal((218, "31.2", 0.0), (result.N, $"{result.Metrics["score"]:F1}", result.Metrics["unreadable"]));
        }
    }

    [Fact]
    public void Open_Folder_ReadsQuestionsByTheirIds()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("mm_vet/mm-vet.json", """{"v1_0": {"imagename": "v1_0.png", "question": "What is x?", "answer": "-1<AND>-5", "capability": ["ocr", "math"]}}""");
        IBenchmark benchmark = BenchmarkCatalog.Find("mm_vet")[0].Open(new BenchmarkSource(folder.Path) { Judge = new ScriptedJudge("1.0") });

        Assert.Equal(new Question("v1_0", "v1_0.png", "What is x?"), Assert.Single(benchmark.Questions));
        Assert.Equal(100, benchmark.Score([new SavedAnswer("v1_0", "", "", "-1 and -5")]).Metrics["math"]);
    }
}
