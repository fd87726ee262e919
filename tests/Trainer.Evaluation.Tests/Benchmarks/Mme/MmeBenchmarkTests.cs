using System.Text.Json;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Benchmarks.Mme;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.Mme;

public sealed class MmeBenchmarkTests(ITestOutputHelper output) : IDisposable
{
    private static readonly JsonElement Golden = Fixture.Read("marked.json");

    /// <summary>Pictures of MME's subtasks, where they aren't 20.</summary>
    private static readonly Dictionary<string, int> Pictures = new()
    {
        ["existence"] = 30, ["count"] = 30, ["position"] = 30, ["color"] = 30, ["posters"] = 147, ["celebrity"] = 170,
        ["scene"] = 200, ["landmark"] = 200, ["artwork"] = 200, ["commonsense_reasoning"] = 70,
    };

    private readonly TemporaryDirectory folder = new();

    [Fact]
    public void Read_OddAnswers_AgreesWithTheReference() => Assert.All(Golden.GetProperty("mme_parse").EnumerateArray(), row =>
        Assert.Equal(row.GetProperty("label").GetString(), $"{MmeAnswerParser.Read(row.GetProperty("answer").GetString()!)}".ToLowerInvariant()));

    [Fact]
    public void Score_GoldenToy_AgreesWithTheReference()
    {
        JsonElement toy = Golden.GetProperty("mme_toy");
        MmeQuestion[] questions = [.. toy.GetProperty("lines").EnumerateArray().Select(line => line.Texts()).Select(line =>
            new MmeQuestion("existence", line[0], line[1], line[2] == "Yes", line[3]))];

        IReadOnlyDictionary<string, double?> metrics = Score(questions).Metrics;

        JsonElement expected = toy.GetProperty("metrics");
        Assert.Equal(toy.GetProperty("task_score").GetDouble(), metrics["existence"]!.Value, 1e-9);
        Assert.Equal(expected.GetProperty("acc").GetDouble(), metrics["accuracy"]!.Value, 1e-9);
        Assert.Equal(expected.GetProperty("precision").GetDouble(), metrics["precision"]!.Value, 1e-9);
        Assert.Equal(expected.GetProperty("recall").GetDouble(), metrics["recall"]!.Value, 1e-9);
        Assert.Equal(expected.GetProperty("other_num").GetDouble() / 6, metrics["other"]!.Value, 1e-9);
    }

    [Theory]
    [InlineData("eight_subtasks_as_in_the_shipped_script", 8)]
    [InlineData("all_fourteen_subtasks", 14)]
    public void Score_SubtasksWithThePublishedScores_SumsThemAsPublished(string set, int count)
    {
        JsonElement golden = Golden.GetProperty("mme_lavin").GetProperty(set);
        (string Name, double Score)[] subtasks = [.. golden.EnumerateObject().SelectMany(group => group.Value.EnumerateObject())
            .Where(score => score.Name != "total").Select(score => (score.Name, score.Value.GetDouble()))];

        IReadOnlyDictionary<string, double?> metrics = Score([.. subtasks.SelectMany(subtask => WithScore(subtask.Name, subtask.Score))]).Metrics;

        Assert.Equal(count, metrics["subtasks"]);
        Assert.Equal(golden.GetProperty("Perception").GetProperty("total").GetDouble(), metrics["perception"]!.Value, 1e-6);
        Assert.Equal(golden.GetProperty("Cognition").GetProperty("total").GetDouble(), metrics["cognition"]!.Value, 1e-6);
    }

    [Theory]
    [InlineData("existence", 185)]
    [InlineData("count", 88.3333)]
    [InlineData("position", 63.3333)]
    [InlineData("color", 75)]
    [InlineData("OCR", 107.5)]
    public void Score_AnswersOfLavin_IsThePublishedScore(string subtask, double published)
    {
        if (RealData.TryFind($"mme/eval_tool_LaVIN/{subtask}.txt", output, out string path))
        {
            Assert.Equal(published, Score(MmeFile.Read(path)).Metrics[subtask]!.Value, 1e-4);
        }
    }

    [Theory]
    [InlineData("existence")]
    [InlineData("OCR")]
    public void Of_RealQuestionsInLlavasWording_AreAmongLlavasQuestions(string subtask)
    {
        if (RealData.TryFind($"mme/eval_tool_LaVIN/{subtask}.txt", output, out string path) && RealData.TryFind("mme/llava_mme.jsonl", output, out string asked))
        {
            HashSet<(string?, string?)> llava = [.. File.ReadLines(asked).Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => (line.GetProperty("question_id").GetString(), line.GetProperty("text").GetString()))];
            MarkedBenchmark benchmark = MmeBenchmark.Of(MmeFile.Read(path), "llava");

            Assert.Equal(2374, File.ReadLines(asked).Count());
            Assert.All(benchmark.Questions, question => Assert.Contains((question.Image, question.Prompt), llava));
        }
    }

    [Fact]
    public void Score_BothAnswersOfHalfThePictures_IsAHundred()
    {
        IBenchmarkResult result = Score([.. Pair("a.jpg", "yes", "no"), .. Pair("b.jpg", "no", "yes")]);

        Assert.Equal((100.0, 0.5, 0.5), (result.Metrics["existence"], result.Metrics["accuracy"], result.Metrics["accuracy_plus"]));
        Assert.Equal(4, result.N);
        Assert.Equal(0, result.Ci95["existence"]!.Value.Low);
        Assert.Equal(200, result.Ci95["existence"]!.Value.High);
    }

    [Fact]
    public void Open_Folder_AsksBothWordings()
    {
        folder.Write("mme/existence.txt", "a.jpg\tIs there a dog? Please answer yes or no.\tYes\na.jpg\tIs there a cat? Please answer yes or no.\tNo\n");
        IBenchmark Open(string? prompt) => BenchmarkCatalog.Find("mme")[0].Open(new BenchmarkSource(folder.Path) { Prompt = prompt });

        Assert.Equal(new Question("existence/a.jpg#1", "existence/a.jpg", "Is there a dog? Please answer yes or no."), Open(null).Questions[0]);
        Assert.Equal("Is there a cat?\nAnswer the question using a single word or phrase.", Open("llava").Questions[1].Prompt);
        Assert.Contains("There are: plain, llava.", Assert.Throws<ArgumentException>(() => Open("lava")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jpg\tQ?\tYes\n", "must have two lines that follow each other")]
    [InlineData("a.jpg\tQ?\tYes\nb.jpg\tQ?\tNo\n", "picture a.jpg must have two lines")]
    [InlineData("a.jpg Q? Yes\n", ":1: the record must be picture, question, truth")]
    [InlineData("a.jpg\tQ?\tperhaps\n", "must have Yes or No as its third field, but has \"perhaps\"")]
    public void Read_BrokenFile_SaysWhere(string text, string message)
    {
        folder.Write("count.txt", text);
        Assert.Contains(message, Assert.Throws<DataException>(() => MmeFile.Read(Path.Combine(folder.Path, "count.txt"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static IBenchmarkResult Score(IReadOnlyList<MmeQuestion> questions)
    {
        MarkedBenchmark benchmark = MmeBenchmark.Of(questions);
        return benchmark.Score([.. benchmark.Questions.Zip(questions, (asked, question) => new SavedAnswer(asked.Id, asked.Image, asked.Prompt, question.Answer!))]);
    }

    /// <summary>Answers that earn a score: a pair that is right adds 4 / 2P of the hundred to it, a single right answer 1 / 2P.</summary>
    private static IEnumerable<MmeQuestion> WithScore(string subtask, double score)
    {
        int pictures = Pictures.GetValueOrDefault(subtask, 20);
        int parts = (int)Math.Round(score * 2 * pictures / 100);
        (int pairs, int singles) = (parts / 4, parts % 4);
        return Enumerable.Range(0, pictures).SelectMany(i =>
            Pair($"{i}.jpg", i < pairs + singles ? "yes" : "other", i < pairs ? "no" : "other").Select(question => question with { Subtask = subtask }));
    }

    private static MmeQuestion[] Pair(string image, string first, string second) =>
        [new MmeQuestion("existence", image, "Is there?", IsYes: true, first), new MmeQuestion("existence", image, "Isn't there?", IsYes: false, second)];
}
