namespace Trainer.Data;

/// <summary>Data on disk is not what it has to be. The message says where, what was found, what was expected, and what to do.</summary>
public sealed class DataException : Exception
{
    /// <summary>Reports bad data.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Reports bad data, with the error that it led to.</summary>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
