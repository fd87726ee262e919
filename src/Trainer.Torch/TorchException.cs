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

    /// <summary>Whether memory ran out, on the processor or on a GPU, rather than the operation being wrong.</summary>
    public bool IsOutOfMemory =>
        Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase);
}
