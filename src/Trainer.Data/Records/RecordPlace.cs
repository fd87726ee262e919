namespace Trainer.Data.Records;

/// <summary>Where a record begins, for messages.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Line of its first character, from 1.</param>
public readonly record struct RecordPlace(string File, int Line)
{
    /// <summary>An error at a field of the record here.</summary>
    /// <param name="field">Path of the field, such as <c>conversations[1].from</c>; empty for the record as a whole.</param>
    /// <param name="message">The rest of a sentence that begins with the field.</param>
    /// <param name="fault">What kind of fault it is.</param>
    public DataException Fail(string field, string message, DataFault fault = DataFault.WrongValue) =>
        new($"{this}: {(field.Length == 0 ? "the record" : field)} {message}") { Field = field, Fault = fault };

    /// <summary>File and line as compilers write them: <c>train.jsonl:17</c>.</summary>
    public override string ToString() => $"{File}:{Line}";
}
