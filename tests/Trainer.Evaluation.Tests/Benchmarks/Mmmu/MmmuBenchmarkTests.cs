using System.Text.Json;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Benchmarks.Mmmu;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.Mmmu;

public sealed class MmmuBenchmarkTests(ITestOutputHelper output) : IDisposable
{
    private static readonly JsonElement Golden = Fixture.Read("marked.json").GetProperty("mmmu");

    private readonly TemporaryDirectory folder = new();

    [Fact]
    public void ReadChoice_GoldenAnswers_AgreesWithTheReference() => Assert.All(Golden.GetProperty("multiple_choice").EnumerateArray(), row =>
        Assert.Equal(row.GetProperty("pred").GetString(), Letter(MmmuChoice.Read(row.GetProperty("response").GetString()!, Options(row.GetProperty("options"))))));

    [Fact]
    public void ReadOpen_GoldenAnswers_AgreesWithTheReference() => Assert.All(Golden.GetProperty("open").EnumerateArray(), row =>
    {
        string response = row.GetProperty("response").GetString()!;
        JsonElement gold = row.GetProperty("gold");
        string[] right = gold.ValueKind == JsonValueKind.Array ? gold.Texts() : [gold.GetString()!];

        Assert.Equal(Values(row.GetProperty("pred_list")), MmmuOpenAnswer.Read(response).ToHashSet());
        Assert.Equal(row.GetProperty("correct").GetBoolean(), MmmuOpenAnswer.IsRight(response, right));
    });

    [Fact]
    public void Normalise_GoldenTexts_AgreesWithTheReference() => Assert.All(Golden.GetProperty("normalize_str").EnumerateArray(), row =>
        Assert.Equal(Values(row.GetProperty("output")), OpenValue.Normalise(row.GetProperty("input").GetString()!).ToHashSet()));

    [Fact]
    public void Numbers_GoldenTexts_AgreesWithTheReference() => Assert.All(Golden.GetProperty("extract_numbers").EnumerateArray(), row =>
        Assert.Equal(row.GetProperty("output").Texts(), MmmuOpenAnswer.Numbers(row.GetProperty("input").GetString()!)));

    [Theory]
    [InlineData("Accounting")]
    [InlineData("Art")]
    [InlineData("Math")]
    public void ReadChoice_AnswersOfQwen_AgreesWithTheShippedPredictions(string subject)
    {
        if (RealData.TryFind($"mmmu/qwen_vl/{subject}/output.json", output, out string path)
            && RealData.TryFind("mmmu/qwen_vl/total_val_output.27subjects.json", output, out string predictions))
        {
            using JsonDocument parsed = JsonDocument.Parse(File.ReadAllText(predictions));
            using JsonDocument answers = JsonDocument.Parse(File.ReadAllText(path));
            JsonElement[] choices = [.. answers.RootElement.EnumerateArray().Where(item => item.GetProperty("question_type").GetString() == "multiple-choice")];
            (string? Ours, string Theirs)[] read = [.. choices.Select(item => (
                Letter(MmmuChoice.Read(item.GetProperty("response").GetString()!, Options(item.GetProperty("index2ans")))),
                parsed.RootElement.GetProperty(item.GetProperty("id").GetString()!).GetString()!))];
            output.WriteLine($"{read.Count(each => each.Ours is null)} of {read.Length} answers name no option");

            // Where none is named the reference drew lots, which nobody can repeat.
            Assert.All(read.Where(each => each.Ours is not null), each => Assert.Equal(each.Theirs, each.Ours));
            Assert.True(read.Count(each => each.Ours is not null) > 20);
        }
    }

    [Fact]
    public void Score_PredictionsOfQwen_CountsAsTheReference()
    {
        if (RealData.TryFind("mmmu/answer_dict_val.json", output, out string golds)
            && RealData.TryFind("mmmu/qwen_vl/total_val_output.27subjects.json", output, out string predictions))
        {
            using JsonDocument gold = JsonDocument.Parse(File.ReadAllText(golds));
            using JsonDocument answers = JsonDocument.Parse(File.ReadAllText(predictions));
            JsonProperty[] given = [.. answers.RootElement.EnumerateObject()];
            MarkedBenchmark benchmark = MmmuBenchmark.Of([.. given.Select(answer => Question(answer.Name, gold.RootElement.GetProperty(answer.Name)))]);

            IBenchmarkResult result = benchmark.Score([.. given.Select(answer => new SavedAnswer(answer.Name, "", "", answer.Value.GetString()!))]);
            output.WriteLine($"accuracy {result.Metrics["accuracy"]:F4} of {result.N}");

            // 292 letters by a plain comparison of the two files, and 10 short answers.
            Assert.Equal((810, 0.0), (result.N, result.Metrics["unread"]));
            Assert.InRange(result.Metrics["accuracy"]!.Value, 292.0 / 810, 310.0 / 810);
        }
    }

    [Fact]
    public void Score_UnreadLetter_EarnsWhatLotsWinBetweenBothBounds()
    {
        MmmuQuestion[] questions = [.. Enumerable.Range(1, 4).Select(i => new MmmuQuestion($"validation_Art_{i}", "", "Which?", ["cat", "dog"], ["A"]))];
        MarkedBenchmark benchmark = MmmuBenchmark.Of(questions);
        string[] answers = ["A", "(B)", "perhaps", "(A)"];

        IReadOnlyDictionary<string, double?> metrics = benchmark.Score([.. questions.Zip(answers, (question, text) => new SavedAnswer(question.Id, "", "", text))]).Metrics;

        Assert.Equal((0.625, 0.5, 0.75, 0.25), (metrics["accuracy"], metrics["accuracy_low"], metrics["accuracy_high"], metrics["unread"]));
        Assert.Equal((0.625, 0.625, null), (metrics["Art"], metrics["art_and_design"], metrics["science"]));
    }

    [Fact]
    public void Open_Folder_AsksAsLlavaAlign()
    {
        folder.Write("mmmu/art.jsonl", """
            {"id": "validation_Art_1", "question": "Who?", "options": ["Ann", "Bob"], "answer": "B", "question_type": "multiple-choice", "image": "1.png"}
            {"id": "validation_Math_2", "question": "How much?", "answer": ["24/7", "3.429"], "question_type": "open", "image": "2.png"}
            """);
        IBenchmark benchmark = BenchmarkCatalog.Find("mmmu")[0].Open(new BenchmarkSource(folder.Path));

        Assert.Equal("Who?\n(A) Ann\n(B) Bob\n\nAnswer with the option's letter from the given choices directly.", benchmark.Questions[0].Prompt);
        Assert.Equal("How much?\nAnswer the question using a single word or phrase.", benchmark.Questions[1].Prompt);
        Assert.Equal((2, 0), (benchmark.Questions[0].Options, benchmark.Questions[1].Options));
    }

    [Fact]
    public void Read_LetterOfNoOption_IsRefused()
    {
        folder.Write("one.jsonl", """{"id": "validation_Art_1", "question": "Who?", "options": ["Ann", "Bob"], "answer": "C", "question_type": "multiple-choice", "image": "1.png"}""");
        var error = Assert.Throws<DataException>(() => MmmuFile.Read(Path.Combine(folder.Path, "one.jsonl")));
        Assert.Contains("answer must be a letter of the 2 options, but is C", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string? Letter(int? index) => index is { } letter ? $"{(char)('A' + letter)}" : null;

    private static string[] Options(JsonElement byLetter) => [.. byLetter.EnumerateObject().Select(option => option.Value.GetString()!)];

    private static HashSet<OpenValue> Values(JsonElement list) => [.. list.EnumerateArray().Select(value =>
        value.ValueKind == JsonValueKind.Number ? new OpenValue(null, value.GetDouble()) : new OpenValue(value.GetString(), null))];

    private static MmmuQuestion Question(string id, JsonElement gold)
    {
        JsonElement truth = gold.GetProperty("ground_truth");
        string[] right = truth.ValueKind == JsonValueKind.Array ? truth.Texts() : [truth.GetString()!];
        bool isChoice = gold.GetProperty("question_type").GetString() == "multiple-choice";
        return new MmmuQuestion(id, "", "", isChoice ? ["1", "2", "3", "4", "5", "6", "7", "8", "9"] : [], right);
    }
}
