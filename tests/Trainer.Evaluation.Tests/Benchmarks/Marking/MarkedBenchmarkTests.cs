using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Benchmarks.MmBench;
using Trainer.Evaluation.Benchmarks.Mme;
using Trainer.Evaluation.Benchmarks.Mmmu;
using Trainer.Evaluation.Benchmarks.ScienceQa;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Benchmarks.Marking;

public sealed class MarkedBenchmarkTests
{
    private static readonly MarkingScheme Scheme = new()
    {
        Name = "letters",
        AnswerParser = "exact",
        Metrics = [new("accuracy", tally => tally.Ratio("right", "all"), HigherIsBetter: true), new("length", tally => tally.Ratio("length", "all"), HigherIsBetter: null)],
        Bootstrap = new BootstrapOptions { Resamples = 200 },
    };

    [Fact]
    public void Score_TwoQuestionsOfOnePicture_AreOneCluster()
    {
        var benchmark = new MarkedBenchmark(Scheme, [Ask("1", "a.jpg"), Ask("2", "a.jpg"), Ask("3", "b.jpg")]);
        var result = (MarkedResult)benchmark.Score(Answers("yes", "no", "yes"));

        Assert.Equal((3, 2, "letters", "exact"), (result.N, result.Clusters, result.Suite, result.AnswerParser));
        Assert.Equal(2.0 / 3, result.Metrics["accuracy"]!.Value, 12);
        Assert.Equal((3.0, 2.0), (result.Counts["all"], result.Counts["right"]));
        Assert.Equal(8.0 / 3, result.Metrics["length"]!.Value, 12);
        Assert.True(result.Ci95["accuracy"]!.Value.Contains(2.0 / 3));
    }

    [Fact]
    public void Compare_BetterEverywhere_SaysSoOnlyOfWhatCanBeBetter()
    {
        var benchmark = new MarkedBenchmark(Scheme, [.. Enumerable.Range(1, 30).Select(i => Ask($"{i}", $"{i}.jpg"))]);
        SavedAnswer[] poor = Answers([.. Enumerable.Repeat("no", 30)]);
        SavedAnswer[] good = Answers([.. Enumerable.Repeat("yes", 30)]);

        KeyValuePair<string, Comparison> forward = Assert.Single(benchmark.Compare(poor, good));
        Assert.Equal(("accuracy", Verdict.Better, 1.0), (forward.Key, forward.Value.Verdict, forward.Value.Difference));
        Assert.Equal(Verdict.Worse, benchmark.Compare(good, poor)["accuracy"].Verdict);
        Assert.Equal(Verdict.CannotTell, benchmark.Compare(good, good)["accuracy"].Verdict);
    }

    [Fact]
    public void Except_OneQuestionOfAPair_LeavesThePairOut()
    {
        Exercise pair = new("a.jpg", [new Question("1", "a.jpg", "?"), new Question("2", "a.jpg", "?")], _ => [new Mark("all")]);
        IBenchmark rest = new MarkedBenchmark(Scheme, [pair, Ask("3", "b.jpg")]).Except(new HashSet<string> { "2" });

        Assert.Equal(["3"], rest.Questions.Select(question => question.Id));
    }

    [Fact]
    public void Questions_OneIdTwice_AreRefused()
    {
        var error = Assert.Throws<DataException>(() => new MarkedBenchmark(Scheme, [Ask("1", "a.jpg"), Ask("1", "b.jpg")]));
        Assert.Contains("letters: two questions have the id 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_NoQuestions_HasNoValues()
    {
        foreach (MarkedBenchmark empty in new[] { MmeBenchmark.Of([]), MmmuBenchmark.Of([]), MmBenchmark.Of([]), ScienceQaBenchmark.Of([]) })
        {
            IBenchmarkResult result = empty.Score([]);

            Assert.Equal(0, result.N);
            Assert.All(result.Metrics.Where(metric => metric.Key != "subtasks"), metric => Assert.Null(metric.Value));
            Assert.DoesNotContain("NaN", ResultFile.ToJson(result), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Align_DifferentNames_AddUpAndTheUnknownIsNothing()
    {
        IReadOnlyList<Tally> tallies = Tally.Align([[new Mark("a", 2), new Mark("a", 3)], [new Mark("b")], []]);
        Tally total = Tally.Sum(tallies, [0, 1, 2]);

        Assert.Equal((5.0, 1.0, 0.0), (total["a"], total["b"], total["c"]));
        Assert.Equal((0.2, null), (total.Ratio("b", "a"), total.Ratio("a", "c")));
        Assert.Equal(new Dictionary<string, double> { ["a"] = 5, ["b"] = 1 }, total.Sums);
        Assert.Equal(0, Tally.AdditiveIdentity["a"]);
        Assert.Empty(Tally.AdditiveIdentity.Sums);
        Assert.Equal((10.0, 2.0), ((total + total)["a"], (Tally.AdditiveIdentity + total + tallies[1])["b"]));
        Assert.Equal(15, Tally.Sum(tallies, [0, 0, 2, 0])["a"]);
    }

    private static Exercise Ask(string id, string image) => new(
        image, [new Question(id, image, "?")], answers => [new Mark("all"), new Mark("right", answers[0] == "yes" ? 1 : 0), new Mark("length", answers[0].Length)]);

    private static SavedAnswer[] Answers(params string[] texts) => [.. texts.Select((text, index) => new SavedAnswer($"{index + 1}", "", "", text))];
}
