namespace Trainer.Modeling.Weights;

/// <summary>A checkpoint's files are missing, damaged or of another kind than expected.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Says which file, what was found, what was expected and what to do.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>The same, with the error behind it.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
