using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Judged;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.Judged;

public sealed class JudgedBenchmarkTests
{
    private static readonly MarkingScheme Scheme = new()
    {
        Name = "grades",
        AnswerParser = "number",
        Metrics = [new("mean", tally => tally.Ratio("grade", "n"), HigherIsBetter: true), new("own", tally => tally.Ratio("own", "n"), HigherIsBetter: null)],
        Bootstrap = new BootstrapOptions { Resamples = 200 },
    };

    [Fact]
    public void Score_SeveralRepetitions_AveragesThemAndTellsTheSpread()
    {
        var result = (JudgedResult)Benchmark(new ScriptedJudge((_, run) => $"{run + 1}") { Repetitions = 3 }).Score(Answers("a", "b"));

        Assert.Equal((2.0, 1.0, 3), (result.Metrics["mean"], result.Spread["mean"], result.Repetitions));
        Assert.Equal((1.0, 0.0), (result.Metrics["own"], result.Spread["own"]));
        Assert.Equal(("scripted", "scripted-1"), (result.Judge, Assert.Single(result.JudgeVersions)));
    }

    [Fact]
    public void Score_OneRepetition_HasNoSpread() => Assert.Null(((JudgedResult)Benchmark(new ScriptedJudge("4")).Score(Answers("a", "b"))).Spread["mean"]);

    [Fact]
    public void Compare_TwoModels_JudgesBothInPairs()
    {
        var judge = new ScriptedJudge((request, _) => request.User.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        IReadOnlyDictionary<string, Comparison> comparison = Benchmark(judge).Compare(Answers("a", "b"), Answers("long", "longer"));

        Assert.Equal(("mean", Verdict.Better, 4.0), (Assert.Single(comparison).Key, comparison["mean"].Verdict, comparison["mean"].Difference));
        Assert.Equal(4, judge.Asked.Count);
    }

    [Fact]
    public void Except_OneQuestion_JudgesTheRest()
    {
        var judge = new ScriptedJudge("5");
        Assert.Equal(1, Benchmark(judge).Except(new HashSet<string> { "1" }).Score(Answers("a", "b")).N);
        Assert.Equal("b", Assert.Single(judge.Asked).User);
    }

    [Fact]
    public void Fill_Template_PutsPartsInOrderAndLeavesTheirBracesAlone() =>
        Assert.Equal("one {} two {x}.", new JudgeTemplate("{} two {}.").Fill("one {}", "{x}"));

    [Fact]
    public void Open_TemplateBesideTheQuestions_ReplacesOurs()
    {
        using var folder = new TemporaryDirectory();
        var source = new BenchmarkSource(folder.Path);
        Assert.Equal("ours {}", JudgeTemplate.Open(source, "mm_vet", "ours {}").Text);

        folder.Write("mm_vet/judge_template.txt", "theirs {}");
        Assert.Equal("theirs {}", JudgeTemplate.Open(source, "mm_vet", "ours {}").Text);
        Assert.Contains("mm_vet/judge_template.txt", source.Files.Sha256(folder.Path).Keys);

        var error = Assert.Throws<DataException>(() => JudgeTemplate.Open(source, "mm_vet", "ours {} {}"));
        Assert.Contains("has 1 places {}, but 2 parts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_JudgedBenchmarkWithoutAJudge_SaysHowToNameOne()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("mm_vet/mm-vet.json", "{}");
        var error = Assert.Throws<ArgumentException>(() => BenchmarkCatalog.Find("mm_vet")[0].Open(new BenchmarkSource(folder.Path)));
        Assert.Contains("mm_vet needs a judge. Name one with --judge-url and --judge-model", error.Message, StringComparison.Ordinal);
    }

    internal static SavedAnswer[] Answers(params string[] texts) => [.. texts.Select((text, index) => new SavedAnswer($"{index + 1}", "", "", text))];

    private static JudgedBenchmark Benchmark(ScriptedJudge judge) => new(Scheme, [Exercise("1"), Exercise("2")], judge);

    private static JudgedExercise Exercise(string id) => new(
        new Question(id, $"{id}.jpg", "?"),
        answer => [new Review(new JudgeRequest(answer), verdict => [new Mark("n"), new Mark("grade", double.Parse(verdict, System.Globalization.CultureInfo.InvariantCulture))])],
        _ => [new Mark("own")]);
}
