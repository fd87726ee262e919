using Trainer.Algorithms.Ppo.Losses;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Ppo.Losses;

public sealed class ValueLossTests
{
    private static readonly double[] Values = [0.9, 0.8, 1, 0.61, -0.9, 0.11, 0.5, -0.3];
    private static readonly double[] OldValues = [0.5, 0.9, 1.5, 0.6, -0.5, 0, 0.1, 0];
    private static readonly double[] Returns = [1, 0.9, 0.8, 0.7, -1, -0.2, 0.1, 0.4];

    [Fact]
    public void Compute_GoldenBatch_GivesLossAndFigures()
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of("ppo.value_loss");
        Tensor values = golden.Tensor("values").Reshape(-1);

        LossReport report = ValueLoss.Compute(
            values, golden.Tensor("old_values").Reshape(-1), golden.Tensor("returns").Reshape(-1), golden.Number("cliprange_value"));

        Assert.Equal(golden.Output("loss").GetDouble(), golden.Number("vf_coef") * report.Loss.Item() / report.Weight, 1e-6);
        foreach (var figure in golden.Output("stats").EnumerateObject())
        {
            MetricSum found = report.Metrics[$"ppo/{figure.Name}"];
            Assert.Equal(figure.Value.GetDouble(), found.Sum.Item() / found.Weight, 1e-6);
        }
    }

    [Fact]
    public void Compute_Returns_HaveTheGoldenFigures()
    {
        using var scope = new TensorScope();
        var golden = GoldenPpo.Of("ppo.policy_loss");
        Tensor returns = golden.Tensor("returns").Reshape(-1);

        LossReport report = ValueLoss.Compute(returns, returns, returns, 0.2);

        Assert.Equal(golden.Expected("stats", "returns/mean"), report.Metrics["ppo/returns/mean"].Sum.Item() / 8, 1e-6);
        Assert.Equal(golden.Expected("stats", "returns/var"), report.Metrics["ppo/returns/var"].Sum.Item() / 8, 1e-6);
    }

    [Theory]
    [InlineData(0.5, 0, 1, 0.32)]
    [InlineData(0.1, 0, 1, 0.405)]
    [InlineData(-0.5, 0, 1, 1.125)]
    public void Compute_OneToken_TakesTheLargerError(double value, double oldValue, double target, double expected)
    {
        using var scope = new TensorScope();

        Assert.Equal(expected, ValueLoss.Compute(Row(value), Row(oldValue), Row(target), 0.2).Loss.Item(), 1e-12);
    }

    [Fact]
    public void Compute_ValuesHaveNotMoved_IsHalfTheSquaredError()
    {
        using var scope = new TensorScope();

        LossReport report = ValueLoss.Compute(Batch(OldValues), Batch(OldValues), Batch(Returns), 0.2);

        Assert.Equal(0.5 * OldValues.Zip(Returns, (value, target) => Math.Pow(value - target, 2)).Sum(), report.Loss.Item(), 1e-12);
        Assert.Equal(0, report.Metrics["ppo/val/clipfrac"].Sum.Item());
    }

    [Fact]
    public void Compute_Gradient_EqualsFiniteDifferences()
    {
        using var scope = new TensorScope();

        Slopes.Equal(Values, values => ValueLoss.Compute(values.Reshape(-1), Batch(OldValues), Batch(Returns), 0.2).Loss);
    }

    private static Tensor Batch(double[] values) => Tensor.From(values);

    private static Tensor Row(params double[] values) => Tensor.From(values);
}
