using System.Text.Json;
using Trainer.Algorithms.Reward;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Reward;

public sealed class RewardLossTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reward", "Fixtures", "reward.json"))).RootElement;

    [Theory]
    [InlineData("rm.loss.0")]
    [InlineData("rm.loss.1")]
    [InlineData("rm.loss.3")]
    [InlineData("rm.loss.4")]
    public void Compute_GoldenPairs_IsTheReleasedLoss(string id)
    {
        using var scope = new TensorScope();
        JsonElement inputs = Golden.GetProperty(id).GetProperty("inputs");
        (float[] chosen, float[] rejected) = Sides(inputs.GetProperty("rewards"), inputs.GetProperty("choice"), firstIsSecondOutput: false);

        double loss = RewardLoss.Compute(Tensor.From(chosen), Tensor.From(rejected), 1e-3).Item() / chosen.Length;

        Assert.Equal(Golden.GetProperty(id).GetProperty("outputs").GetProperty("loss").GetDouble(), loss, 1e-5);
    }

    [Fact]
    public void Compute_WithoutCentering_IsLn2ForEqualRewards()
    {
        using var scope = new TensorScope();

        Assert.Equal(2 * Math.Log(2), RewardLoss.Compute(Tensor.From([3f, -1f]), Tensor.From([3f, -1f]), 0).Item(), 1e-6);
    }

    [Fact]
    public void Metrics_GoldenPairs_AreTheReleasedOnes()
    {
        using var scope = new TensorScope();
        JsonElement golden = Golden.GetProperty("rm.metrics");
        JsonElement predictions = golden.GetProperty("inputs").GetProperty("predictions");
        JsonElement choices = golden.GetProperty("inputs").GetProperty("choice");
        (float[] chosen, float[] rejected) = Sides(predictions, choices, firstIsSecondOutput: true);

        var metrics = RewardMetrics.Of(Tensor.From(chosen), Tensor.From(rejected), [.. choices.EnumerateArray().Select(choice => choice.GetInt32() == 1)]);

        JsonElement expected = golden.GetProperty("outputs");
        double Figure(string name) => metrics[name].Sum.Item() / metrics[name].Weight;
        Assert.Equal(expected.GetProperty("accuracy").GetDouble(), Figure("accuracy"), 1e-6);
        Assert.Equal(expected.GetProperty("average_score").GetDouble(), Figure("mean_reward"), 1e-6);
        Assert.Equal(expected.GetProperty("label_positive_rate").GetDouble(), Figure("label_positive_rate"), 1e-6);
        Assert.Equal((-0.3, 3.0), (Math.Round(Figure("min_reward"), 6), Math.Round(Figure("max_reward"), 6)));
    }

    /// <summary>Rewards by which answer is better, from rewards by place.</summary>
    private static (float[] Chosen, float[] Rejected) Sides(JsonElement rewards, JsonElement choices, bool firstIsSecondOutput)
    {
        (float Chosen, float Rejected)[] pairs = [.. rewards.EnumerateArray().Zip(choices.EnumerateArray(), (pair, choice) =>
        {
            float[] values = [.. (pair[0].ValueKind == JsonValueKind.Array ? pair[0] : pair).EnumerateArray().Select(value => value.GetSingle())];
            int better = firstIsSecondOutput ? 1 - choice.GetInt32() : choice.GetInt32();
            return (values[better], values[1 - better]);
        })];
        return ([.. pairs.Select(pair => pair.Chosen)], [.. pairs.Select(pair => pair.Rejected)]);
    }
}
