using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks;

public sealed class BenchmarkRunnerTests : IDisposable
{
    private static readonly PopeBenchmark Benchmark = new(
        "random",
        [.. Enumerable.Range(1, 5).Select(i => new PopeQuestion($"{i}", $"{i}.jpg", "Is there a cat?", IsPresent: i % 2 == 0))],
        new PopeOptions { PromptSuffix = " Yes or no?" });

    private readonly TemporaryDirectory folder = new();

    private string AnswersPath => Path.Combine(folder.Path, "deep", "answers.jsonl");

    [Fact]
    public void Run_NewFile_AsksInBatchesAndScores()
    {
        var answerer = new Answerer("yes");
        var reported = new Reports();
        var result = (PopeResult)BenchmarkRunner.Run(Benchmark, answerer, AnswersPath, 2, reported).Result;

        Assert.Equal([2, 4, 5], reported.Values);
        Assert.Equal("Is there a cat? Yes or no?", answerer.Asked[0].Prompt);
        Assert.Equal((5, 0.4), (result.N, result.Accuracy));
    }

    [Fact]
    public void Run_InterruptedBefore_AsksOnlyTheRest()
    {
        Assert.Throws<TimeoutException>(() => BenchmarkRunner.Run(Benchmark, new Answerer("no") { Batches = 1 }, AnswersPath, 2));
        var answerer = new Answerer("yes");
        var result = (PopeResult)BenchmarkRunner.Run(Benchmark, answerer, AnswersPath, 2).Result;

        Assert.Equal(["3", "4", "5"], answerer.Asked.Select(question => question.Id));
        Assert.Equal((1L, 1L, 1L, 2L), (result.Tp, result.Fn, result.Tn, result.Fp));
    }

    [Fact]
    public void Run_FinishedBefore_AsksNothing()
    {
        IBenchmarkResult first = BenchmarkRunner.Run(Benchmark, new Answerer("yes"), AnswersPath, 2).Result;
        var answerer = new Answerer("no");

        Assert.Equal(ResultFile.ToJson(first), ResultFile.ToJson(BenchmarkRunner.Run(Benchmark, answerer, AnswersPath, 2).Result));
        Assert.Empty(answerer.Asked);
    }

    [Fact]
    public void Run_OtherPromptBefore_AsksAgain()
    {
        using (AnswerWriter writer = AnswerFile.Append(AnswersPath))
        {
            writer.Append([new SavedAnswer("1", "1.jpg", "Is there a cat?", "no")]);
        }

        var answerer = new Answerer("yes");
        BenchmarkRunner.Run(Benchmark, answerer, AnswersPath, 8);

        Assert.Equal(5, answerer.Asked.Count);
    }

    [Fact]
    public void Run_MissingPictures_LeavesTheirQuestionsOutAndNamesThem()
    {
        var answerer = new Answerer("yes") { Blind = ["2.jpg", "4.jpg"] };
        BenchmarkOutcome outcome = BenchmarkRunner.Run(Benchmark, answerer, AnswersPath, 2);

        Assert.Equal(["2.jpg", "4.jpg"], outcome.Unseen.Select(question => question.Image));
        Assert.Equal((3, 3), (outcome.Result.N, outcome.Benchmark.Questions.Count));
    }

    [Fact]
    public void Run_MissingPictureOfASavedAnswer_ScoresTheAnswer()
    {
        BenchmarkRunner.Run(Benchmark, new Answerer("yes"), AnswersPath, 2);
        BenchmarkOutcome outcome = BenchmarkRunner.Run(Benchmark, new Answerer("no") { Blind = ["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"] }, AnswersPath, 2);

        Assert.Empty(outcome.Unseen);
        Assert.Equal(5, outcome.Result.N);
    }

    [Fact]
    public void Run_NoPictureAtAll_IsRefused()
    {
        var answerer = new Answerer("yes") { Blind = ["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"] };
        var error = Assert.Throws<DataException>(() => BenchmarkRunner.Run(Benchmark, answerer, AnswersPath, 2));
        Assert.Contains("none of the 5 questions' pictures is there, 1.jpg first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_MissingAnswer_NamesTheQuestion()
    {
        var error = Assert.Throws<DataException>(() => Benchmark.Score([new SavedAnswer("1", "1.jpg", "?", "no")]));
        Assert.Contains("4 of 5 questions have no answer, question_id 2 first", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private sealed class Answerer(string text) : IAnswerer
    {
        public List<Question> Asked { get; } = [];

        public int Batches { get; init; } = int.MaxValue;

        public IReadOnlyList<string> Blind { get; init; } = [];

        private int done;

        public bool CanSee(Question question) => !Blind.Contains(question.Image);

        public IReadOnlyList<string> Answer(IReadOnlyList<Question> batch)
        {
            if (done++ == Batches)
            {
                throw new TimeoutException();
            }

            Asked.AddRange(batch);
            return [.. batch.Select(_ => text)];
        }
    }

    private sealed class Reports : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
