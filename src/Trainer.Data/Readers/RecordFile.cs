using Trainer.Data.Records;

namespace Trainer.Data.Readers;

/// <summary>Opens files of records.</summary>
public static class RecordFile
{
    /// <summary>Opens a file and finds its records. None is read yet.</summary>
    /// <param name="path">JSONL, or one JSON list.</param>
    /// <param name="format">How its records are written; see <see cref="RecordFormats"/>.</param>
    /// <exception cref="DataException">The file can't be read, or has no records.</exception>
    public static RecordFile<TRecord> Open<TRecord>(string path, IRecordFormat<TRecord> format)
        where TRecord : IRecord => Open(RecordIndex.Build(path), format);

    /// <summary>Opens a file whose records were found before.</summary>
    /// <param name="index">Where they lie.</param>
    /// <param name="format">How they are written.</param>
    /// <exception cref="DataException">The file can't be read, or has no records.</exception>
    public static RecordFile<TRecord> Open<TRecord>(RecordIndex index, IRecordFormat<TRecord> format)
        where TRecord : IRecord =>
        index.Count > 0
            ? new RecordFile<TRecord>(index, format)
            : throw new DataException($"{index.File} has no records. Was it written to its end?");
}

/// <summary>A file of records of one kind, read by position. Safe to use from several threads.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public sealed class RecordFile<TRecord> : IRecordSource<TRecord>
    where TRecord : IRecord
{
    private readonly ElementFile elements;
    private readonly IRecordFormat<TRecord> format;

    internal RecordFile(RecordIndex index, IRecordFormat<TRecord> format)
    {
        this.format = format;
        elements = new ElementFile(index);
    }

    /// <inheritdoc/>
    public int Count => elements.Count;

    /// <inheritdoc/>
    public RecordPlace PlaceOf(int position) => elements.PlaceOf(position);

    /// <summary>Reads one record.</summary>
    /// <param name="position">From 0, in the order of the file.</param>
    /// <exception cref="DataException">It is not what the format says.</exception>
    public TRecord Read(int position) => elements.Read(position, format.Read);

    /// <inheritdoc/>
    public IReadOnlyList<int> PositionsOf(string? split) =>
        [.. Enumerable.Range(0, Count).Where(position => split is null || SplitOf(position) == split)];

    /// <summary>Closes the file.</summary>
    public void Dispose() => elements.Dispose();

    private string? SplitOf(int position) => elements.Read(position, record => record.Find("split")?.AsText());
}
