using Trainer.Data.Batches;
using Trainer.Torch;
using Trainer.Torch.Optim;
using Trainer.Training;

namespace Trainer.Cli.Benchmarks;

/// <summary>One update as training makes it: gradients of the mean loss, clipped to norm 1, AdamW.</summary>
internal static class OptimizerStep
{
    internal const double LearningRate = 1e-3;

    /// <summary>Learns from a batch.</summary>
    /// <param name="objective">What is minimised.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="optimizer">Of the weights that learn.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The mean loss before the update.</returns>
    internal static double Run<TBatch>(IObjective<TBatch> objective, TBatch batch, AdamW optimizer, double rate = LearningRate)
        where TBatch : IBatch
    {
        using var scope = new TensorScope();
        optimizer.Parameters.ZeroGradients();
        LossReport report = objective.Compute(batch);
        report.Loss.Backward();
        double norm = optimizer.Parameters.Gradients.Norm().Item() / report.Weight;
        optimizer.Step(rate, GradientClipping.Coefficient(norm, 1) / report.Weight);
        return report.Loss.Item() / report.Weight;
    }
}
