using Trainer.Torch;

namespace Trainer.Training.Tests.Toy;

/// <summary>Squared error of a linear model whose inputs are dropped out from a stream.</summary>
internal sealed class ToyObjective(Tensor weight, Tensor bias, RandomStream stream, double dropout) : IObjective<ToyBatch>
{
    public LossReport Compute(ToyBatch batch)
    {
        Tensor inputs = dropout > 0 ? Functional.Dropout(batch.Inputs, dropout, stream) : batch.Inputs;
        Tensor error = Functional.Linear(inputs, weight, bias) - batch.Targets;
        var metrics = new Dictionary<string, MetricSum> { ["absolute_error"] = new(error.Detach().Abs().Sum(), batch.Samples) };
        return new LossReport(error.Pow(2).Sum(), batch.Samples, metrics);
    }
}
