using Trainer.Data;
using Trainer.Data.Batches;
using Trainer.Torch;
using Trainer.Torch.Optim;

namespace Trainer.Training.Loop;

/// <summary>Makes one optimiser step: gradients over all its micro-batches, the check, the update.</summary>
internal sealed class StepRunner<TBatch> : IDisposable
    where TBatch : IBatch
{
    private readonly TrainingParts<TBatch> parts;
    private readonly MetricAccumulator interval;
    private readonly Tensor loss;

    internal StepRunner(TrainingParts<TBatch> parts, MetricAccumulator interval)
    {
        this.parts = parts;
        this.interval = interval;
        loss = TensorScope.Release(Tensor.Zeros(new Placement(parts.Optimizer.Parameters.Values.Device, DType.Float64)));
    }

    /// <summary>Makes the step.</summary>
    /// <param name="made">Steps made before.</param>
    internal StepReport Run(int made)
    {
        // 1. Sum losses and gradients over the micro-batches; each frees its tensors before the next one begins.
        var trace = new StepTrace();
        loss.Zero();
        for (int batch = 0; batch < parts.Plan.BatchesOf(made); batch++)
        {
            Accumulate(trace);
        }

        // 2. The same over all processes.
        StepSums sums = StepSums.Over(parts.Group, trace, loss, parts.Optimizer.Parameters.Gradients);
        if (sums.Weight <= 0)
        {
            throw new DataException($"Step {made + 1} has nothing to learn from: no label among records {string.Join(", ", trace.RecordIds)}. Leave out records without answers, or raise data.max_length.");
        }

        // 3. A loss or gradient that isn't finite must not reach the weights.
        if (!double.IsFinite(sums.Loss) || !double.IsFinite(sums.GradientNorm))
        {
            string dump = DumpPath(made + 1);
            trace.Dump(dump, made + 1, sums.Loss, sums.GradientNorm);
            throw new DivergedException($"Step {made + 1}: loss {sums.Loss}, gradient norm {sums.GradientNorm}; expected finite numbers. The weights are those of step {made}, and {dump} lists the batch. Lower training.learning_rate, lengthen the warm-up, or look at those records.");
        }

        // 4. Means over the whole step's weight, not over micro-batches or processes: unequal lengths count as they should.
        double scale = 1 / sums.Weight;
        double norm = sums.GradientNorm * scale;
        double rate = parts.Schedule.At(made);
        parts.Optimizer.Step(rate, scale * GradientClipping.Coefficient(norm, parts.Options.MaxGradientNorm));
        return new StepReport(norm, rate, sums.Samples, sums.Tokens);
    }

    public void Dispose() => loss.Dispose();

    private void Accumulate(StepTrace trace)
    {
        using var scope = new TensorScope();
        using TBatch batch = parts.Source.Next();
        LossReport report = parts.Objective.Compute(batch);
        if (report.Weight > 0)
        {
            report.Loss.Backward();
            parts.Optimizer.Parameters.CollectGradients();
        }

        loss.AddInPlace(report.Loss.Detach());
        interval.Add(report);
        trace.Add(batch, report.Weight, parts.TokensOf(batch));
    }

    // Every process lists its own records.
    private string DumpPath(int step) => Path.Combine(
        parts.Directory.Path, parts.Group.WorldSize > 1 ? $"diverged-step-{step}-rank-{parts.Group.Rank}.json" : $"diverged-step-{step}.json");
}
