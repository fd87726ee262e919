using System.Text.Json;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Benchmarks.MmBench;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Benchmarks.MmBench;

public sealed class MmBenchmarkTests : IDisposable
{
    private const string Header = "index\tquestion\thint\tA\tB\tC\tD\tanswer\tcategory\tl2-category\timage\n";

    private static readonly string Picture = Convert.ToBase64String(Enumerable.Range(0, 90).Select(i => (byte)i).ToArray());

    private static readonly MmBenchQuestion Animal = new(7, "7.jpg", "Which?", ["cat", "dog", "cow"], 1, "identity", "perception");

    private readonly TemporaryDirectory folder = new();

    [Fact]
    public void Questions_OneRow_AreAskedInEveryOrder()
    {
        MarkedBenchmark benchmark = MmBenchmark.Of([Animal]);

        Assert.Equal(["7", "1000007", "2000007"], benchmark.Questions.Select(question => question.Id));
        Assert.Equal("Which?\nA. dog\nB. cow\nC. cat\nAnswer with the option's letter from the given choices directly.", benchmark.Questions[1].Prompt);
        Assert.All(benchmark.Questions, question => Assert.Equal(3, question.Options));
    }

    [Theory]
    [InlineData(1.0, 1.0, "B", "A", "C")]
    [InlineData(0.0, 1.0, "B", "B", "B")]
    [InlineData(0.0, 0.0, "A", "A", "A")]
    [InlineData(1.0, 1.0, "The answer is B.", "dog", "(C)")]
    public void Score_Circle_IsRightOnlyInEveryOrder(double circular, double vanilla, params string[] answers)
    {
        IReadOnlyDictionary<string, double?> metrics = Score(MmBenchmark.Of([Animal]), answers).Metrics;

        Assert.Equal((circular, vanilla), (metrics["accuracy"], metrics["vanilla"]));
        Assert.Equal((circular, circular), (metrics["identity"], metrics["perception"]));
    }

    [Fact]
    public void Score_TableWithItsOwnRotations_AddsNone()
    {
        MarkedBenchmark benchmark = MmBenchmark.Of([Animal, Animal with { Index = 1_000_007, Options = ["dog", "cow", "cat"], Right = 0 }]);

        Assert.Equal(2, benchmark.Questions.Count);
        Assert.Equal(1, Score(benchmark, ["B", "A"]).Metrics["accuracy"]);
    }

    [Fact]
    public void Of_GoldenRows_HasThePromptOfLlavaRlhf()
    {
        JsonElement golden = Fixture.Read("llava-rlhf.json").GetProperty("eval.mmbench.prompt");
        JsonElement[] rows = [.. golden.GetProperty("inputs").GetProperty("rows").EnumerateArray()];
        string[] columns = ["index", "question", "hint", "A", "B", "C", "D", "answer", "category", "l2-category"];
        IEnumerable<string> lines = rows.Select(row => string.Join('\t', columns.Select(column => $"{row.GetProperty(column)}")) + "\t" + Picture);
        IReadOnlyList<MmBenchQuestion> questions = Read(string.Join('\n', lines));

        MarkedBenchmark benchmark = MmBenchmark.Of(questions, "llava_rlhf");

        // The reference's text begins with the picture's mark, which the answerer adds here.
        string[] firsts = [.. questions.Select(question => "<image>\n" + benchmark.Questions.First(asked => asked.Id == $"{question.Index}").Prompt)];
        Assert.Equal(golden.GetProperty("outputs").GetProperty("user_text").Texts(), firsts);
    }

    [Fact]
    public void Read_QuotedFieldsAndPictures_AreUnpacked()
    {
        IReadOnlyList<MmBenchQuestion> rows = Read(
            $"3\t\"Which is \"\"red\"\",\tor\nblue?\"\tLook.\tone\ttwo\tnan\t\tB\tcolour\tperception\t{Picture}\n1000003\tAgain?\tnan\ttwo\tone\t\t\tA\tcolour\tperception\t3\n");

        Assert.Equal("Look.\nWhich is \"red\",\tor\nblue?", rows[0].Text);
        Assert.Equal(["one", "two"], rows[0].Options);
        Assert.Equal((1, "3.jpg"), (rows[0].Right, rows[0].Image));
        Assert.Equal(("Again?", 3, "3.jpg"), (rows[1].Text, rows[1].Base, rows[1].Image));
        Assert.Equal(90, new FileInfo(Path.Combine(folder.Path, "images", "3.jpg")).Length);
    }

    [Theory]
    [InlineData("3\tQ\n", "row 2 has 2 fields, but the first has 11")]
    [InlineData("3\tQ\t\tone\ttwo\t\t\tC\tc\tl\t", "a letter of its 2 options as answer")]
    [InlineData("x\tQ\t\tone\ttwo\t\t\tA\tc\tl\t", "row x must have a whole number as index")]
    public void Read_BrokenRow_SaysWhere(string row, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => Read(row + Picture)).Message, StringComparison.Ordinal);

    public void Dispose() => folder.Dispose();

    private static IBenchmarkResult Score(MarkedBenchmark benchmark, IReadOnlyList<string> answers) =>
        benchmark.Score([.. benchmark.Questions.Zip(answers, (question, text) => new SavedAnswer(question.Id, "", "", text))]);

    private IReadOnlyList<MmBenchQuestion> Read(string rows)
    {
        folder.Write("dev.tsv", Header + rows);
        return MmBenchFile.Read(Path.Combine(folder.Path, "dev.tsv"), Path.Combine(folder.Path, "images"));
    }
}
