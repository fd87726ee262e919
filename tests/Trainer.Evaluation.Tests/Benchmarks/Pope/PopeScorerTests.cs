using System.Text.Json;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Benchmarks.Pope;

public sealed class PopeScorerTests
{
    private static readonly BootstrapOptions Bootstrap = new() { Resamples = 200 };
    private static readonly JsonElement Golden = Fixture.Read("pope.json").GetProperty("metrics");

    [Theory]
    [InlineData("opera", "opera")]
    [InlineData("rucaibox", "official_pope")]
    public void Score_GoldenAnswers_AgreesWithTheReference(string parser, string key)
    {
        JsonElement expected = Golden.GetProperty(key);
        PopeResult result = ScoreGolden(parser);

        Assert.Equal(
            ((long)expected.GetProperty("TP").GetInt32(), (long)expected.GetProperty("FP").GetInt32()), (result.Tp, result.Fp));
        Assert.Equal(
            ((long)expected.GetProperty("TN").GetInt32(), (long)expected.GetProperty("FN").GetInt32()), (result.Tn, result.Fn));
        AssertMetrics(result, expected, ["Accuracy", "Precision", "Recall", "F1 score", "Yes ratio"]);
    }

    [Fact]
    public void Score_GoldenAnswersUnderLlavaAlign_AgreesWithTheReference() =>
        AssertMetrics(ScoreGolden("llava_align"), Golden.GetProperty("llava_align"), ["Accuracy", "Precision", "Recall", "F1", "yes"]);

    [Fact]
    public void Score_AnswersOfLlavaRlhf_AgreesWithItsSummary()
    {
        JsonElement golden = Fixture.Read("llava-rlhf.json").GetProperty("eval.pope.metrics");
        JsonElement inputs = golden.GetProperty("inputs");
        (string, bool)[] questions = [.. inputs.GetProperty("labels").Texts().Select((label, index) => ($"{index}", label == "yes"))];

        AssertMetrics(Score(questions, inputs.GetProperty("texts").Texts()), golden.GetProperty("outputs"), ["accuracy", "precision", "recall", "f1", "yes_ratio"]);
    }

    [Fact]
    public void Score_AlwaysNo_HasNoPrecisionAndAnF1OfZero()
    {
        PopeResult result = Score([("a", true), ("b", false)], ["no", "no"]);

        Assert.Equal((null, 0.0, 0.0, 0.5), (result.Precision, result.Recall, result.F1, result.Accuracy));
        Assert.Null(result.Ci95["precision"]);
    }

    [Fact]
    public void Score_NoQuestions_HasNoValues()
    {
        PopeResult result = Score([], []);

        Assert.Equal(0, result.N);
        Assert.All(result.Metrics.Values, value => Assert.Null(value));
        Assert.All(result.Ci95.Values, interval => Assert.Null(interval));
    }

    [Fact]
    public void Score_AnyAnswers_LiesInsideItsIntervals()
    {
        PopeResult result = ScoreGolden("opera");

        Assert.Equal(result.Metrics.Keys.Order(), result.Ci95.Keys.Order());
        Assert.All(result.Metrics, metric => Assert.True(result.Ci95[metric.Key]!.Value.Contains(metric.Value!.Value)));
    }

    [Fact]
    public void Score_SwappedLabelsAndAnswers_KeepsAccuracyAndTurnsTheYesRatio()
    {
        PopeResult one = Score([("a", true), ("a", false), ("b", false)], ["yes", "yes", "no"]);
        PopeResult other = Score([("a", false), ("a", true), ("b", true)], ["no", "no", "yes"]);

        Assert.Equal(one.Accuracy, other.Accuracy);
        Assert.Equal(one.YesRatio!.Value, 1 - other.YesRatio!.Value, 12);
    }

    [Fact]
    public void Score_MoreQuestionsThanAnswers_IsRefused() => Assert.Throws<ArgumentException>(() => Score([("a", true)], []));

    [Fact]
    public void ToJson_Result_HasSnakeCaseNamesAndReadsBack()
    {
        PopeResult result = ScoreGolden("opera");
        string json = ResultFile.ToJson(result);

        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal("pope", document.RootElement.GetProperty("suite").GetString());
        Assert.Equal(0.5, document.RootElement.GetProperty("yes_ratio").GetDouble());
        Assert.Equal(2, document.RootElement.GetProperty("ci95").GetProperty("f1").GetArrayLength());
        Assert.Equal(json, ResultFile.ToJson(ResultFile.FromJson<PopeResult>(json)));
    }

    private static void AssertMetrics(PopeResult result, JsonElement expected, string[] names)
    {
        double?[] found = [result.Accuracy, result.Precision, result.Recall, result.F1, result.YesRatio];
        Assert.All(names.Zip(found), pair => Assert.Equal(expected.GetProperty(pair.First).GetDouble(), pair.Second!.Value, 1e-9));
    }

    private static PopeResult ScoreGolden(string parser)
    {
        JsonElement[] rows = [.. Golden.GetProperty("input").EnumerateArray()];
        PopeQuestion[] questions = [.. rows.Select((row, i) => new PopeQuestion($"{i}", $"{i / 2}.jpg", "?", row.GetProperty("label").GetString() == "yes"))];
        string[] answers = [.. rows.Select(row => row.GetProperty("answer").GetString()!)];
        return PopeScorer.Score("random", questions, answers, PopeAnswerParsers.ByName(parser), Bootstrap);
    }

    private static PopeResult Score((string Image, bool IsPresent)[] questions, string[] answers) => PopeScorer.Score(
        "random",
        [.. questions.Select((question, i) => new PopeQuestion($"{i}", question.Image, "?", question.IsPresent))],
        answers,
        PopeAnswerParsers.Default,
        Bootstrap);
}
