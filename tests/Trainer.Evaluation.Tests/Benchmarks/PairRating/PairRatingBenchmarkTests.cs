using System.Text.Json;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Judged;
using Trainer.Evaluation.Benchmarks.PairRating;
using Trainer.Evaluation.Scoring;
using Trainer.Evaluation.Tests.Benchmarks.Judged;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.PairRating;

public sealed class PairRatingBenchmarkTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    [Fact]
    public void Read_GoldenReplies_AgreesWithTheReference() => Assert.All(Fixture.Read("judged.json").GetProperty("gpt4v_reply_parse").EnumerateArray(), row =>
    {
        PairMarks? marks = PairMarks.Read(row.GetProperty("reply").GetString()!);
        int[]? read = marks is null ? null : [marks.Accuracy.First, marks.Accuracy.Second, marks.Detail.First, marks.Detail.Second];
        JsonElement expected = row.GetProperty("accuracy_and_detail");

        Assert.Equal(expected.ValueKind == JsonValueKind.Null ? null : expected.EnumerateArray().Select(value => value.GetInt32()).ToArray(), read);
    });

    [Fact]
    public void Score_Replies_LeavesUnreadableOnesOut()
    {
        Queue<string> said = new(["Accuracy: 4 8\nReason: x\nDetailedness: 6 7\nReason: y", "no"]);
        var judge = new ScriptedJudge((_, _) => said.Dequeue());
        IReadOnlyDictionary<string, double?> metrics = Benchmark(judge, bothOrders: false).Score(JudgedBenchmarkTests.Answers("new 1", "new 2")).Metrics;

        Assert.Equal((8.0, 4.0, 7.0, 6.0, 0.5), (metrics["accuracy"], metrics["accuracy_baseline"], metrics["detailedness"], metrics["detailedness_baseline"], metrics["unreadable"]));
        Assert.Equal(["old 1|new 1", "old 2|new 2"], judge.Asked.Select(request => request.User));
        Assert.All(judge.Asked, request => Assert.EndsWith(".jpg", Assert.Single(request.Images), StringComparison.Ordinal));
    }

    [Fact]
    public void Score_JudgeWhoLikesTheSecond_IsFairInBothOrders()
    {
        const string Biased = "Accuracy: 5 9\nDetailedness: 5 9";
        IBenchmarkResult fixedOrder = Benchmark(new ScriptedJudge(Biased), bothOrders: false).Score(JudgedBenchmarkTests.Answers("a", "b"));
        IBenchmarkResult bothOrders = Benchmark(new ScriptedJudge(Biased), bothOrders: true).Score(JudgedBenchmarkTests.Answers("a", "b"));

        Assert.Equal((9.0, 5.0), (fixedOrder.Metrics["accuracy"], fixedOrder.Metrics["accuracy_baseline"]));
        Assert.Equal((7.0, 7.0), (bothOrders.Metrics["accuracy"], bothOrders.Metrics["accuracy_baseline"]));
    }

    [Fact]
    public void Compare_BetterRatingsThroughout_SaysSo()
    {
        PairRatingBenchmark benchmark = Benchmark(new ScriptedJudge("Accuracy: 5 9\nDetailedness: 6 6"), bothOrders: false);
        IReadOnlyDictionary<string, Comparison> comparisons = benchmark.Compare(JudgedBenchmarkTests.Answers("old 1", "old 2"), JudgedBenchmarkTests.Answers("a", "b"));

        Assert.Equal((Verdict.Better, 4.0), (comparisons["accuracy"].Verdict, comparisons["accuracy"].Difference));
        Assert.Equal((Verdict.CannotTell, 0.0), (comparisons["detailedness"].Verdict, comparisons["detailedness"].Difference));
    }

    [Fact]
    public void Open_WithoutTheOthersAnswers_SaysWhatToName()
    {
        var source = new BenchmarkSource(folder.Path) { Judge = new ScriptedJudge("") };
        BenchmarkDefinition definition = BenchmarkCatalog.Find("pair_rating")[0];

        Assert.Contains("Name the folder of the other's answers to chair with --against", Assert.Throws<ArgumentException>(() => definition.Open(source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Folder_RatesChairsAnswers()
    {
        folder.Write("annotations/instances_val2014.json", """{"images": [{"id": 1, "file_name": "1.jpg"}], "annotations": [], "categories": []}""");
        folder.Write("annotations/captions_val2014.json", """{"images": [], "annotations": []}""");
        folder.Write("images/1.jpg", [1]);
        folder.Write("other/chair.jsonl", """{"question_id": 1, "answer": "A dog."}""");
        var judge = new ScriptedJudge("Accuracy: 3 6\nDetailedness: 2 2");
        IBenchmark benchmark = BenchmarkCatalog.Find("pair_rating")[0].Open(
            new BenchmarkSource(folder.Path) { Judge = judge, Against = Path.Combine(folder.Path, "other"), Prompt = "both_orders" });

        Assert.Equal("chair", benchmark.Name);
        Assert.Equal(4.5, benchmark.Score([new SavedAnswer("1", "", "", "A cat.")]).Metrics["accuracy"]);
        Assert.Contains("[Assistant 1]\nA dog.\n[End of Assistant 1]", judge.Asked[0].User, StringComparison.Ordinal);
        Assert.Contains("[Assistant 1]\nA cat.\n[End of Assistant 1]", judge.Asked[1].User, StringComparison.Ordinal);
        Assert.Equal(300, judge.Asked[0].MaxTokens);
    }

    public void Dispose() => folder.Dispose();

    private PairRatingBenchmark Benchmark(ScriptedJudge judge, bool bothOrders)
    {
        folder.Write("1.jpg", [1]);
        folder.Write("2.jpg", [2]);
        var setup = new PairRatingSetup([new Question("1", "1.jpg", "?"), new Question("2", "2.jpg", "?")], new PictureFolders(folder.Path), judge, new JudgeTemplate("{}|{}"), bothOrders);
        return new PairRatingBenchmark(setup, JudgedBenchmarkTests.Answers("old 1", "old 2"));
    }
}
