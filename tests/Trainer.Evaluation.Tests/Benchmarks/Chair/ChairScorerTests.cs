using System.Globalization;
using System.Text.Json;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Benchmarks.Chair;

public sealed class ChairScorerTests
{
    private static readonly BootstrapOptions Bootstrap = new() { Resamples = 200 };
    private static readonly JsonElement Golden = Fixture.Read("chair.json");

    [Fact]
    public void Truth_GoldenAnnotations_AgreesWithTheReference() =>
        Assert.All(Golden.GetProperty("ground_truth_sets").EnumerateObject(), image =>
            Assert.Equal(image.Value.Texts().Order(), GoldenTruth()[Number(image)].Order()));

    [Fact]
    public void Score_GoldenCaptions_AgreesWithTheReference()
    {
        ChairResult result = ScoreGolden();
        JsonElement overall = Golden.GetProperty("result").GetProperty("overall_metrics");

        Assert.Equal(overall.GetProperty("CHAIRs").GetDouble(), result.ChairS!.Value, 1e-9);
        Assert.Equal(overall.GetProperty("CHAIRi").GetDouble(), result.ChairI!.Value, 1e-9);
        Assert.Equal(overall.GetProperty("Recall").GetDouble(), result.Recall!.Value, 1e-9);
        Assert.Equal(overall.GetProperty("Len").GetDouble() * 100, result.MeanLength!.Value, 1e-7);
    }

    [Fact]
    public void Score_GoldenCaptions_FindsTheSameHallucinatedWords()
    {
        JsonElement[] expected = [.. Golden.GetProperty("result").GetProperty("sentences").EnumerateArray()];

        Assert.All(ScoreGolden().Captions.Zip(expected), pair => Assert.Equal(
            pair.Second.GetProperty("mscoco_hallucinated_words").EnumerateArray().Select(words => string.Join('=', words.Texts())),
            pair.First.Hallucinated.Select(mention => $"{mention.Word}={mention.NodeWord}")));
    }

    [Fact]
    public void Score_NoMentions_HasNoChairI()
    {
        ChairResult result = ChairScorer.Score([new ImageCaption(7, "Nothing to see.")], new ChairGroundTruth(), Bootstrap);

        Assert.Equal((0.0, null, null, 4.0), (result.ChairS, result.ChairI, result.Recall, result.MeanLength));
    }

    [Fact]
    public void Score_MoreTruth_NeverHallucinatesMore()
    {
        ImageCaption[] captions = [new(1, "A dog, a cat and a cup on a table.")];
        var truth = new ChairGroundTruth();
        long last = long.MaxValue;
        foreach (string name in new[] { "dog", "zebra", "cup", "cat", "table" })
        {
            truth.Add(1, [name]);
            long now = ChairScorer.Score(captions, truth, Bootstrap).HallucinatedMentions;
            Assert.True(now <= last);
            last = now;
        }

        Assert.Equal(0, last);
    }

    [Fact]
    public void ToJson_Result_NamesItsLemmatiserAndReadsBack()
    {
        string json = ResultFile.ToJson(ScoreGolden());
        using JsonDocument document = JsonDocument.Parse(json);

        Assert.Equal("rules", document.RootElement.GetProperty("lemmatiser").GetString());
        Assert.Equal(12, document.RootElement.GetProperty("hallucinated_mentions").GetInt32());
        Assert.Equal(29, document.RootElement.GetProperty("mentions").GetInt32());
        Assert.False(document.RootElement.TryGetProperty("captions", out _));
        Assert.Equal(json, ResultFile.ToJson(ResultFile.FromJson<ChairResult>(json)));
    }

    private static ChairResult ScoreGolden() => ChairScorer.Score(
        [.. Golden.GetProperty("generated").EnumerateObject().Select(item => new ImageCaption(Number(item), item.Value.GetString()!))], GoldenTruth(), Bootstrap);

    private static ChairGroundTruth GoldenTruth()
    {
        var truth = new ChairGroundTruth();
        foreach (JsonProperty image in Golden.GetProperty("instances_per_image").EnumerateObject())
        {
            truth.Add(Number(image), image.Value.Texts());
        }

        foreach (JsonProperty image in Golden.GetProperty("gt_captions").EnumerateObject())
        {
            Assert.All(image.Value.Texts(), caption => truth.AddCaption(Number(image), caption));
        }

        return truth;
    }

    private static long Number(JsonProperty image) => long.Parse(image.Name, CultureInfo.InvariantCulture);
}
