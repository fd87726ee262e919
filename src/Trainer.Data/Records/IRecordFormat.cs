namespace Trainer.Data.Records;

/// <summary>How records of one kind are written in JSON. One object on disk is one record.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public interface IRecordFormat<out TRecord>
    where TRecord : IRecord
{
    /// <summary>The format's name in recipes and commands, such as <c>llava</c>.</summary>
    string Name { get; }

    /// <summary>Reads one record.</summary>
    /// <exception cref="DataException">A field is missing or wrong.</exception>
    TRecord Read(RecordElement json);
}
