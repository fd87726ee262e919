namespace Trainer.Training;

/// <summary>The loss or the gradient is not a finite number. The weights are those of the step before.</summary>
public sealed class DivergedException : Exception
{
    /// <summary>Says what was not finite, where, and which file holds the batch.</summary>
    public DivergedException(string message)
        : base(message)
    {
    }
}
