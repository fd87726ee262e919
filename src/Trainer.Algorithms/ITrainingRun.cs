using Trainer.Training;

namespace Trainer.Algorithms;

/// <summary>A stage that is composed and ready to start. Most train a model; some make data to train with.</summary>
public interface ITrainingRun : IDisposable
{
    /// <summary>Does the stage's work to the end, or to a signal, and saves what it makes.</summary>
    TrainingResult Run();

    /// <summary>Sends one real batch through the model (and back, where it learns), and changes nothing.</summary>
    DryRunReport DryRun();
}

/// <summary>What a dry run found.</summary>
/// <param name="Steps">Optimiser steps that the run would make, or batches that it would generate.</param>
/// <param name="Trainable">Weights that it would train.</param>
/// <param name="Samples">Samples in the micro-batch.</param>
/// <param name="Tokens">Tokens in the micro-batch.</param>
/// <param name="Loss">Mean loss of the micro-batch; null where nothing is trained.</param>
public sealed record DryRunReport(int Steps, long Trainable, int Samples, long Tokens, double? Loss);
