namespace Trainer.Training;

/// <summary>How a run ended.</summary>
/// <param name="Steps">Optimiser steps made in all, or answers generated.</param>
/// <param name="ExitCode">0 when it is complete; 130 or 143 when a signal interrupted it, and another code when it stopped itself; what was done is saved.</param>
public sealed record TrainingResult(int Steps, int ExitCode)
{
    /// <summary>Why it stopped itself, in whole sentences; null where it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether every planned step was made.</summary>
    public bool IsComplete => ExitCode == 0;
}
