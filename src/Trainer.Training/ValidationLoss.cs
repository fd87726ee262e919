using Trainer.Data.Batches;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training.Loop;
using Trainer.Training.Metrics;

namespace Trainer.Training;

/// <summary>The objective's loss and figures over records that are never trained on, as <c>eval/…</c>.</summary>
/// <param name="objective">The objective, without dropout.</param>
/// <param name="batches">Gives the same batches each time; they are disposed here.</param>
public sealed class ValidationLoss<TBatch>(IObjective<TBatch> objective, Func<IEnumerable<TBatch>> batches) : ITrainingHook
    where TBatch : IBatch
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Evaluate(int step)
    {
        using var mode = GradientMode.Off();
        using var figures = new MetricAccumulator();
        foreach (TBatch next in batches())
        {
            using var scope = new TensorScope();
            using TBatch batch = next;
            figures.Add(objective.Compute(batch));
        }

        return figures.TakeMeans(ProcessGroup.Single).ToDictionary(
            figure => MetricNames.EvaluationPrefix + figure.Key, figure => figure.Value, StringComparer.Ordinal);
    }
}
