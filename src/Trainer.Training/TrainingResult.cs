namespace Trainer.Training;

/// <summary>How a run ended.</summary>
/// <param name="Steps">Optimiser steps made in all, or answers generated.</param>
/// <param name="ExitCode">0 when it is complete; 130 or 143 when a signal interrupted it, and what was done is saved.</param>
public sealed record TrainingResult(int Steps, int ExitCode)
{
    /// <summary>Whether every planned step was made.</summary>
    public bool IsComplete => ExitCode == 0;
}
