using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.ScienceQa;

public sealed class ScienceQaBenchmarkTests : IDisposable
{
    private const string Problems = """
        {"4": {"question": "Which is a mammal?", "choices": ["ant", "dog"], "answer": 1, "hint": "Look  at both.", "image": "image.png", "grade": "grade2", "subject": "natural science"},
         "5": {"question": "Which is a verb?", "choices": ["run", "red", "rug"], "answer": 0, "hint": "", "image": null, "grade": "grade8", "subject": "language science"},
         "6": {"question": "Not asked", "choices": ["a"], "answer": 0, "hint": "", "image": null}}
        """;

    private readonly TemporaryDirectory folder = new();

    public ScienceQaBenchmarkTests()
    {
        folder.Write("scienceqa/problems.json", Problems);
        folder.Write("scienceqa/pid_splits.json", """{"train": ["6"], "test": ["4", "5"]}""");
    }

    [Fact]
    public void Open_Folder_AsksTheTestSplitAsLlava()
    {
        IBenchmark benchmark = Open();

        Assert.Equal(
            [
                new Question("4", "4/image.png", "Context: Look at both.\nQuestion: Which is a mammal?\nOptions: (A) ant (B) dog\nAnswer with the option's letter from the given choices directly.") { Options = 2 },
                new Question("5", "", "Context: N/A\nQuestion: Which is a verb?\nOptions: (A) run (B) red (C) rug\nAnswer with the option's letter from the given choices directly.") { Options = 3 },
            ],
            benchmark.Questions);
    }

    [Fact]
    public void Score_Answers_ByGroups()
    {
        IReadOnlyDictionary<string, double?> metrics = Score("B", "red").Metrics;

        Assert.Equal((0.5, 0.5), (metrics["accuracy"], metrics["readable"]));
        Assert.Equal((1.0, 1.0, 0.0), (metrics["image"], metrics["natural_science"], metrics["no_context"]));
        Assert.Equal((null, 1.0, 0.0), (metrics["social_science"], metrics["grades_1_6"], metrics["grades_7_12"]));
    }

    [Fact]
    public void Score_ByOurRule_ReadsBareWords() => Assert.Equal(1, Score("dog", "run", "choice").Metrics["accuracy"]);

    [Fact]
    public void Open_UnknownAnswer_IsRefused()
    {
        folder.Write("scienceqa/problems.json", Problems.Replace("\"answer\": 1", "\"answer\": 2", StringComparison.Ordinal));
        Assert.Contains("4.answer must be the index of one of 2 choices, but is 2", Assert.Throws<DataException>(() => Open()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private IBenchmark Open(string? parser = null) => BenchmarkCatalog.Find("scienceqa")[0].Open(new BenchmarkSource(folder.Path) { Parser = parser });

    private IBenchmarkResult Score(string first, string second, string? parser = null) =>
        Open(parser).Score([new SavedAnswer("4", "", "", first), new SavedAnswer("5", "", "", second)]);
}
