using System.Text.Json;
using Trainer.Decoding.Debias;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Benchmarks.Pope;

/// <summary>LLaVA-Align's script from probabilities to POPE's figures, put together from its parts here.</summary>
public sealed class PopePosthocTests
{
    private static readonly string[] Words = ["yes", "no"];

    private static readonly JsonElement Golden = Fixture.Read("judged.json").GetProperty("pope_posthoc_script");

    [Theory]
    [InlineData("naive")]
    [InlineData("none", "none")]
    [InlineData("unk", "unk")]
    [InlineData("none_unk", "none", "unk")]
    public void Score_CalibratedAnswers_AgreesWithTheScript(string variant, params string[] blind)
    {
        JsonElement[] rows = [.. Golden.GetProperty("input").EnumerateArray()];
        double[][] shares = [.. rows.Select(row => Debiased(row, blind))];
        PopeQuestion[] questions = [.. rows.Select((row, i) => new PopeQuestion($"{i}", $"{i}.jpg", "?", row.GetProperty("label").GetString() == "yes"))];
        PopeResult result = PopeScorer.Score(
            "random", questions, [.. shares.Select(share => share[0] >= share[1] ? "yes" : "no")], PopeAnswerParsers.Default, new BootstrapOptions { Resamples = 10 });

        JsonElement expected = Golden.GetProperty("output").GetProperty(variant);
        double?[] found = [result.F1, result.Accuracy, result.Precision, result.Recall, result.YesRatio];
        Assert.All(new[] { "F1", "Accuracy", "Precision", "Recall", "yes" }.Zip(found), pair => Assert.Equal(expected.GetProperty(pair.First).GetDouble(), 100 * pair.Second!.Value, 0.005));
        Assert.Equal(expected.GetProperty("confidence").GetDouble(), shares.Average(share => share.Max()), 1e-9);
    }

    private static double[] Debiased(JsonElement row, string[] blind)
    {
        double[] seen = Calibration.Shares(Read(row.GetProperty("naive")));
        double[][] unseen = [.. blind.Select(name => Read(row.GetProperty(name)))];
        return blind.Length == 0 ? seen : Calibration.Apply(seen, [.. Words.Select((_, word) => unseen.Sum(each => each[word]))]);
    }

    private static double[] Read(JsonElement probabilities) => new LabelProbabilities(probabilities.EnumerateObject().Select(token => (token.Name, token.Value.GetDouble()))).Of(Words);
}
