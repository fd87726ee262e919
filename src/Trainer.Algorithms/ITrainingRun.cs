using Trainer.Training;

namespace Trainer.Algorithms;

/// <summary>A run that is composed and ready to start.</summary>
public interface ITrainingRun : IDisposable
{
    /// <summary>Trains, saves the model, and reads it back to compare.</summary>
    TrainingResult Run();

    /// <summary>Sends one real micro-batch through the model and back, and changes nothing.</summary>
    DryRunReport DryRun();
}

/// <summary>What a dry run found.</summary>
/// <param name="Steps">Optimiser steps that the run would make.</param>
/// <param name="Trainable">Weights that it would train.</param>
/// <param name="Samples">Samples in the micro-batch.</param>
/// <param name="Tokens">Tokens in the micro-batch.</param>
/// <param name="Loss">Mean loss of the micro-batch.</param>
public sealed record DryRunReport(int Steps, long Trainable, int Samples, long Tokens, double Loss);
