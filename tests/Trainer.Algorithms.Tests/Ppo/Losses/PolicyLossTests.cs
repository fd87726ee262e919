using Trainer.Algorithms.Ppo.Losses;
using Trainer.TestKit.Models;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Ppo.Losses;

public sealed class PolicyLossTests
{
    private static readonly double[] LogProbs = [-0.4, -1.3, -0.2, -2, -1.5, -0.1, -0.6, -0.7];
    private static readonly double[] OldLogProbs = [-0.5, -1, -0.15, -2.1, -2, -0.12, -0.3, -0.69];
    private static readonly double[] Advantages = [1, -1, 0.5, 2, -2, 0.3, -0.4, 1];

    [Fact]
    public void Compute_GoldenBatch_GivesLossAndFigures()
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of("ppo.policy_loss");
        Tensor logProbs = golden.Tensor("logprobs").Reshape(-1);

        LossReport report = PolicyLoss.Compute(
            logProbs, golden.Tensor("old_logprobs").Reshape(-1), golden.Tensor("advantages").Reshape(-1), golden.Number("cliprange"));

        Assert.Equal(8, report.Weight);
        Assert.Equal(golden.Output("loss").GetDouble(), report.Loss.Item() / report.Weight, 1e-6);
        foreach (string name in new[] { "loss/policy", "policy/approxkl", "policy/clipfrac" })
        {
            MetricSum figure = report.Metrics[$"ppo/{name}"];
            Assert.Equal(golden.Expected("stats", name), figure.Sum.Item() / figure.Weight, 1e-6);
        }
    }

    [Theory]
    [InlineData(1, 1.5, -1.2)]
    [InlineData(1, 0.5, -0.5)]
    [InlineData(-1, 1.5, 1.5)]
    [InlineData(-1, 0.5, 0.8)]
    public void Compute_OneToken_ClipsOnlyWhatWouldGain(double advantage, double ratio, double expected)
    {
        using var scope = new TensorScope();

        LossReport report = PolicyLoss.Compute(Row(Math.Log(ratio)), Row(0), Row(advantage), 0.2);

        Assert.Equal(expected, report.Loss.Item(), 1e-12);
    }

    [Fact]
    public void Compute_SamePolicy_IsMinusTheAdvantagesWithTheirGradient()
    {
        // The first pass over a rollout: ratio 1, no divergence, nothing clipped.
        using var scope = new TensorScope();
        Tensor logProbs = Batch(LogProbs);
        logProbs.RequiresGrad = true;

        LossReport report = PolicyLoss.Compute(logProbs, Batch(LogProbs), Batch(Advantages), 0.2);
        report.Loss.Backward();

        Assert.Equal(-Advantages.Sum(), report.Loss.Item(), 1e-12);
        Near.Equal([.. Advantages.Select(advantage => -advantage)], logProbs.Grad!, 1e-12);
        Assert.Equal(0, report.Metrics["ppo/policy/approxkl"].Sum.Item());
        Assert.Equal(0, report.Metrics["ppo/policy/clipfrac"].Sum.Item());
    }

    [Fact]
    public void Compute_Gradient_EqualsFiniteDifferences()
    {
        using var scope = new TensorScope();

        Slopes.Equal(LogProbs, logProbs => PolicyLoss.Compute(logProbs.Reshape(-1), Batch(OldLogProbs), Batch(Advantages), 0.2).Loss);
    }

    private static Tensor Batch(double[] values) => Tensor.From(values);

    private static Tensor Row(params double[] values) => Tensor.From(values);
}
