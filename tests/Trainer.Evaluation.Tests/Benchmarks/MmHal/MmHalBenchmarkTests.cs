using System.Globalization;
using System.Text.Json;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Judged;
using Trainer.Evaluation.Benchmarks.MmHal;
using Trainer.Evaluation.Tests.Benchmarks.Judged;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.MmHal;

public sealed class MmHalBenchmarkTests(ITestOutputHelper output)
{
    private static readonly string[] Types = ["attribute", "adversarial", "comparison", "counting", "relation", "environment", "holistic", "other"];

    private static readonly JsonElement Golden = Fixture.Read("judged.json");

    [Fact]
    public void Read_GoldenVerdicts_AgreesWithTheReference()
    {
        JsonElement golden = Golden.GetProperty("eval.mmhal.parse");
        int[] read = [.. golden.GetProperty("inputs").GetProperty("texts").Texts().Select(text => MmHalRating.Read(text) ?? 0)];

        Assert.Equal(golden.GetProperty("outputs").GetProperty("scores").EnumerateArray().Select(score => score.GetInt32()), read);
    }

    [Fact]
    public void Score_GoldenRatings_GivesTheReferencesSummary()
    {
        JsonElement expected = Golden.GetProperty("eval.mmhal.summary").GetProperty("outputs");
        MmHalItem[] items = [.. Enumerable.Range(0, 96).Select(i => new MmHalItem($"{i + 1}", Types[i % 8], $"{i}.jpg", "", "?", ""))];
        Queue<string> said = new(Enumerable.Range(0, 96).Select(i => $"Explanation. Rating: {((i * 5) + (i / 8)) % 7}, x"));
        IReadOnlyDictionary<string, double?> metrics = MmHalBenchmark
            .Of(items, new ScriptedJudge((_, _) => said.Dequeue()), new JudgeTemplate("{}{}{}{}"))
            .Score(JudgedBenchmarkTests.Answers([.. items.Select(_ => "?")])).Metrics;

        Assert.Equal(expected.GetProperty("average_score").GetString(), $"{metrics["score"]:F2}");
        Assert.Equal(expected.GetProperty("hallucination_rate").GetString(), $"{metrics["hallucination_rate"]:F2}");
        double[] perType = [.. expected.GetProperty("per_type").GetString()!.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.All(Types.Zip(perType), pair => Assert.Equal(pair.Second, metrics[pair.First]!.Value, 0.00501));
    }

    [Fact]
    public void Score_UnreadableVerdict_CountsAsHallucination()
    {
        MmHalItem item = new("1", "counting", "a.jpg", "cat, dog", "How many?", "Two.");
        var judge = new ScriptedJudge("I can't tell.");
        IReadOnlyDictionary<string, double?> metrics = MmHalBenchmark.Of([item], judge, new JudgeTemplate("{}|{}|{}|{}")).Score(JudgedBenchmarkTests.Answers("Three.")).Metrics;

        Assert.Equal((0.0, 1.0, 1.0, 0.0), (metrics["score"], metrics["hallucination_rate"], metrics["unreadable"], metrics["counting"]));
        Assert.Equal("cat, dog|How many?|Two.|Three.", Assert.Single(judge.Asked).User);
    }

    [Fact]
    public void Open_RealQuestions_HasTwelveOfEachTypeInTurn()
    {
        if (RealData.TryFind("mmhal_bench/response_template.json", output, out string path))
        {
            IReadOnlyList<MmHalItem> items = MmHalItem.Read(path);

            Assert.Equal((96, 8), (items.Count, items.Select(item => item.Type).Distinct().Count()));
            Assert.All(items.Select((item, index) => (item, index)), each => Assert.Equal(items[each.index % 8].Type, each.item.Type));
            Assert.Equal("7206072054_c53d53b97d_o.jpg", items[0].Image);

            using var folder = new TemporaryDirectory();
            folder.Write("mmhal_bench/response_template.json", File.ReadAllBytes(path));
            var judge = new ScriptedJudge("Rating: 6");
            IBenchmark benchmark = BenchmarkCatalog.Find("mmhal_bench")[0].Open(new BenchmarkSource(folder.Path) { Judge = judge });
            var result = (JudgedResult)benchmark.Score([.. benchmark.Questions.Select(question => new SavedAnswer(question.Id, "", "", "An answer."))]);

            Assert.Equal((6.0, 0.0), (result.Metrics["score"], result.Metrics["hallucination_rate"]));
            Assert.Contains("Rating: 4", judge.Asked[0].User, StringComparison.Ordinal);
            Assert.EndsWith("### Answer of the model\nAn answer.", judge.Asked[0].User.TrimEnd(), StringComparison.Ordinal);
            Assert.Equal(64, result.JudgeTemplate!.Length);
        }
    }
}
