using System.Text.Json;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.LlavaBench;
using Trainer.Evaluation.Tests.Benchmarks.Judged;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.LlavaBench;

public sealed class LlavaBenchmarkTests(ITestOutputHelper output) : IDisposable
{
    private static readonly JsonElement Golden = Fixture.Read("judged.json");

    private readonly TemporaryDirectory folder = new();

    [Fact]
    public void Strict_ReviewsOfLlavaAlign_AreReadAsThere() => Assert.All(Golden.GetProperty("gpt_review_parse").EnumerateArray(), row =>
        Assert.Equal(Marks(row.GetProperty("scores")), ReviewMarks.Strict(row.GetProperty("review").GetString()!)));

    [Fact]
    public void Strict_ReviewsOfLlavaRlhf_AreReadAsThere()
    {
        JsonElement golden = Golden.GetProperty("eval.llavabench.parse_score");
        ReviewMarks[] read = [.. golden.GetProperty("inputs").GetProperty("reviews").Texts().Select(ReviewMarks.Strict)];

        Assert.Equal(golden.GetProperty("outputs").GetProperty("scores").EnumerateArray().Select(Marks), read);
    }

    [Theory]
    [InlineData("8, 7", 8, 7)]
    [InlineData("7  9 \r\nx", 7, 9)]
    [InlineData("8 6 7", -1, -1)]
    public void Tolerant_Review_MayHaveBlanksAndCommas(string review, double reference, double candidate) =>
        Assert.Equal(new ReviewMarks(reference, candidate), ReviewMarks.Tolerant(review));

    [Fact]
    public void Score_RowsOfLlavaRlhf_GivesItsSummary()
    {
        JsonElement golden = Golden.GetProperty("eval.llavabench.summary");
        IReadOnlyDictionary<string, double?> metrics = Score([.. golden.GetProperty("inputs").GetProperty("rows").EnumerateArray()]).Metrics;
        string[] shown = [.. new[] { "relative", "complex", "conv", "detail" }.Select(name => $"{metrics[name]:F1}")];

        Assert.Equal("82.0,92.1,72.0,91.7", string.Join(',', shown));
        Assert.Contains(string.Join(',', shown), golden.GetProperty("outputs").GetProperty("printed").Texts());
    }

    [Fact]
    public void Score_RowsOfLlavaAlign_GivesItsSummaryWithFailedReviews()
    {
        JsonElement golden = Golden.GetProperty("gpt_review_summary");
        IReadOnlyDictionary<string, double?> metrics = Score([.. golden.GetProperty("input").EnumerateArray()]).Metrics;
        JsonElement expected = golden.GetProperty("output_relative_ref_model");

        Assert.Equal([95.7, 57.5, 55.0], [.. expected.GetProperty("all").EnumerateArray().Select(value => value.GetDouble())]);
        Assert.Equal("95.7 57.5 55.0", $"{metrics["relative"]:F1} {metrics["reference"]:F1} {metrics["candidate"]:F1}");
        Assert.All(["complex", "conv", "detail"], category => Assert.Equal(expected.GetProperty(category)[0].GetDouble(), metrics[category]!.Value, 0.05));
        Assert.Equal(0.25, metrics["unreadable"]);
    }

    [Fact]
    public void Score_MarksOfTheGoldenSummary_GivesItsFigures()
    {
        JsonElement golden = Golden.GetProperty("llava_bench_summary");
        IEnumerable<JsonElement> pairs = golden.GetProperty("inputs").GetProperty("score_pairs").EnumerateArray();
        IReadOnlyDictionary<string, double?> metrics = Score([.. pairs.Select(pair => JsonSerializer.SerializeToElement(new { category = "conv", tuple = pair }))]).Metrics;
        string expected = string.Join(' ', golden.GetProperty("outputs").EnumerateObject().Select(figure => $"{figure.Value.GetDouble():F1}"));

        Assert.Equal(expected, $"{metrics["relative"]:F1} {metrics["reference"]:F1} {metrics["candidate"]:F1}");
    }

    [Fact]
    public void Score_ReviewsOfLlava15_IsItsRelativeScore()
    {
        if (RealData.TryFind("llava_bench_wild/reviews_llava-v1.5-7b-eval1.jsonl", output, out string reviews)
            && RealData.TryFind("llava_bench_wild/questions.jsonl", output, out string questions))
        {
            string data = Path.GetDirectoryName(Path.GetDirectoryName(questions))!;
            using var world = new TemporaryDirectory();
            foreach (string name in new[] { "questions.jsonl", "answers_gpt4.jsonl", "context.jsonl" })
            {
                world.Write($"llava_bench_wild/{name}", File.ReadAllBytes(Path.Combine(data, "llava_bench_wild", name)));
            }

            world.Write("llava_bench_wild/rule.json", File.ReadAllBytes(Path.Combine(data, "llava_bench_coco", "rule.json")));
            Queue<string> said = new(File.ReadLines(reviews).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("content").GetString()!));
            IBenchmark benchmark = BenchmarkCatalog.Find("llava_bench_wild")[0].Open(new BenchmarkSource(world.Path) { Judge = new ScriptedJudge((_, _) => said.Dequeue()) });

            IReadOnlyDictionary<string, double?> metrics = benchmark.Score([.. benchmark.Questions.Select(question => new SavedAnswer(question.Id, "", "", "?"))]).Metrics;

            // The reviews' own marks give 64.7 of 87.0 and 56.3; by category 59.3, 47.7 and 77.6.
            Assert.Equal("64.7 87.0 56.3", $"{metrics["relative"]:F1} {metrics["reference"]:F1} {metrics["candidate"]:F1}");
            Assert.Equal("59.3 47.7 77.6", $"{metrics["conv"]:F1} {metrics["detail"]:F1} {metrics["complex"]:F1}");
            Assert.Equal(0, metrics["unreadable"]);
        }
    }

    [Fact]
    public void Open_RealFilesOfCoco_TellTheJudgeCaptionsAndBoxes()
    {
        if (RealData.TryFind("llava_bench_coco/rule.json", output, out string rule))
        {
            foreach (string path in Directory.EnumerateFiles(Path.GetDirectoryName(rule)!))
            {
                folder.Write($"llava_bench_coco/{Path.GetFileName(path)}", File.ReadAllBytes(path));
            }

            File.Delete(Path.Combine(folder.Path, "llava_bench_coco", "coco2014_val_gpt4_qa_30x3.jsonl"));
            var judge = new ScriptedJudge("10 9\n");
            IBenchmark benchmark = Open(judge);
            IReadOnlyDictionary<string, double?> metrics = benchmark.Score([.. benchmark.Questions.Select(question => new SavedAnswer(question.Id, "", "", "An answer."))]).Metrics;

            Assert.Equal((90, 90.0, 90.0), (benchmark.Questions.Count, metrics["relative"], metrics["detail"]));
            Assert.Equal(30, benchmark.Questions.Select(question => question.Image).Distinct().Count());
            Assert.Matches(@"^\[Context\]\n(.+\n){5}\n(.+: \[[0-9., ]+\]\n)+\n\[Question\]\n", judge.Asked[0].User);
        }
    }

    [Fact]
    public void Open_FilesOfCoco_AsksTheJudgeInLlavasForm()
    {
        Write("""{"question_id": 7, "image": "1.jpg", "text": "What?", "category": "conv"}""");
        var judge = new ScriptedJudge("8 6");
        IBenchmark benchmark = Open(judge);
        IBenchmarkResult result = benchmark.Score([new SavedAnswer("7", "", "", "A cat.")]);

        Assert.Equal(75, result.Metrics["relative"]);
        Assert.Equal(
            "[Context]\nA dog.\nA wet dog.\n\ndog: [0.1, 0.25, 1.0, 0.5]\n\n[Question]\nWhat?\n\n[Helper 1]\nA dog.\n\n[End of Helper 1]\n\n[Helper 2]\nA cat.\n\n[End of Helper 2]\n\n[System]\nBe just.\n\n",
            Assert.Single(judge.Asked).User);
        Assert.Equal((0.2, 1024), (judge.Asked[0].Temperature, judge.Asked[0].MaxTokens));
    }

    [Theory]
    [InlineData("""{"question_id": 8, "image": "1.jpg", "text": "What?", "category": "conv"}""", "to which no reference answer is there")]
    [InlineData("""{"question_id": 7, "image": "2.jpg", "text": "What?", "category": "conv"}""", "of which no context is there")]
    [InlineData("""{"question_id": 7, "image": "1.jpg", "text": "What?", "category": "odd"}""", "for which rule.json has no odd")]
    public void Open_UnmatchedQuestion_SaysWhatIsMissing(string question, string message)
    {
        Write(question);
        Assert.Contains(message, Assert.Throws<DataException>(() => Open(new ScriptedJudge(""))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static ReviewMarks Marks(JsonElement pair) => new(pair[0].GetDouble(), pair[1].GetDouble());

    private static IBenchmarkResult Score(JsonElement[] rows)
    {
        LlavaBenchItem[] items = [.. rows.Select((row, index) => new LlavaBenchItem($"{index + 1}", $"{index}.jpg", "?", row.GetProperty("category").GetString()!, "", "", new JudgeRule("Assistant", "?")))];
        Queue<string> said = new(rows.Select(row => Marks(row.GetProperty("tuple")) is var marks && marks == ReviewMarks.Unreadable ? "?" : $"{marks.Reference} {marks.Candidate}"));
        return LlavaBenchmark.Of("llava_bench_coco", items, new ScriptedJudge((_, _) => said.Dequeue())).Score(JudgedBenchmarkTests.Answers([.. items.Select(_ => "?")]));
    }

    private IBenchmark Open(ScriptedJudge judge) => BenchmarkCatalog.Find("llava_bench_coco")[0].Open(new BenchmarkSource(folder.Path) { Judge = judge });

    private void Write(string question)
    {
        folder.Write("llava_bench_coco/qa90_questions.jsonl", question + "\n");
        folder.Write("llava_bench_coco/qa90_gpt4_answer.jsonl", """{"question_id": 7, "text": "A dog."}""");
        folder.Write("llava_bench_coco/caps_boxes_coco.jsonl", """{"image": "1.jpg", "captions": ["A dog.", "A wet dog."], "instances": [{"category": "dog", "bbox": [0.1, 0.25, 1.0, 0.5]}]}""");
        folder.Write("llava_bench_coco/rule.json", """{"conv": {"role": "Helper", "prompt": "Be just."}}""");
    }
}
