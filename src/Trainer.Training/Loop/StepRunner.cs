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

        if (trace.Weight <= 0)
        {
            throw new DataException($"Step {made + 1} has nothing to learn from: no label among records {string.Join(", ", trace.RecordIds)}. Leave out records without answers, or raise data.max_length.");
        }

        // 2. The step's only wait for the device: a loss or gradient that isn't finite must not reach the weights.
        (double lossSum, double gradientNorm) = ReadSums();
        if (!double.IsFinite(lossSum) || !double.IsFinite(gradientNorm))
        {
            string dump = trace.Dump(parts.Directory, made + 1, lossSum, gradientNorm);
            throw new DivergedException($"Step {made + 1}: loss {lossSum}, gradient norm {gradientNorm}; expected finite numbers. The weights are those of step {made}, and {dump} lists the batch. Lower training.learning_rate, lengthen the warm-up, or look at those records.");
        }

        // 3. Means over the whole step's weight, not over micro-batches: unequal lengths count as they should.
        double scale = 1 / trace.Weight;
        double norm = gradientNorm * scale;
        double rate = parts.Schedule.At(made);
        parts.Optimizer.Step(rate, scale * GradientClipping.Coefficient(norm, parts.Options.MaxGradientNorm));
        return new StepReport(norm, rate, trace.Samples, trace.Tokens);
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

    private (double Loss, double GradientNorm) ReadSums()
    {
        using var scope = new TensorScope();
        Tensor norm = parts.Optimizer.Parameters.Gradients.Norm().To(DType.Float64);
        double[] sums = Tensor.Stack(0, loss, norm).ToArray<double>();
        return (sums[0], sums[1]);
    }
}
