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

    /// <summary>What kind of fault it is.</summary>
    public DataFault Fault { get; init; }

    /// <summary>Path of the field within its record; empty for the record as a whole, or where there is none.</summary>
    public string Field { get; init; } = "";
}
