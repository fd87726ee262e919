namespace Trainer.Modeling.Weights;

/// <summary>Bytes on disk that are not the checkpoint they should be. The message names the file and what to do.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Describes a broken file.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Describes a broken file and the error behind it.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
