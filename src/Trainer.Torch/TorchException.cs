namespace Trainer.Torch;

/// <summary>libtorch refused an operation. The message names the operator and the shapes that it was given.</summary>
public sealed class TorchException : Exception
{
    /// <summary>Wraps a native message.</summary>
    public TorchException(string message)
        : base(message)
    {
    }

    /// <summary>Wraps a native message and the managed error behind it.</summary>
    public TorchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
