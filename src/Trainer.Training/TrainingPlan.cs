namespace Trainer.Training;

/// <summary>How many steps a run has and what each is made of.</summary>
/// <param name="BatchesPerEpoch">Micro-batches in one pass over the data.</param>
/// <param name="AccumulationSteps">Micro-batches in one optimiser step.</param>
/// <param name="TotalBatches">Micro-batches in the whole run.</param>
public sealed record TrainingPlan(int BatchesPerEpoch, int AccumulationSteps, long TotalBatches)
{
    /// <summary>Optimiser steps; the last one may have fewer micro-batches.</summary>
    public int TotalSteps => checked((int)((TotalBatches + AccumulationSteps - 1) / AccumulationSteps));

    /// <summary>Plans a number of passes over the data, which may be a fraction.</summary>
    public static TrainingPlan ForEpochs(int batchesPerEpoch, int accumulationSteps, double epochs) =>
        new(batchesPerEpoch, accumulationSteps, Math.Max(1, (long)Math.Ceiling(batchesPerEpoch * epochs)));

    /// <summary>Plans a number of optimiser steps.</summary>
    public static TrainingPlan ForSteps(int batchesPerEpoch, int accumulationSteps, int steps) =>
        new(batchesPerEpoch, accumulationSteps, (long)steps * accumulationSteps);

    /// <summary>Micro-batches of one step.</summary>
    /// <param name="step">Steps made before it.</param>
    public int BatchesOf(int step) => (int)Math.Min(AccumulationSteps, TotalBatches - ((long)step * AccumulationSteps));

    /// <summary>Passes over the data after a number of steps.</summary>
    public double EpochAfter(int steps) => (double)Math.Min((long)steps * AccumulationSteps, TotalBatches) / BatchesPerEpoch;
}
