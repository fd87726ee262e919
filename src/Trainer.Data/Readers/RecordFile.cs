using System.Text.Json;
using Microsoft.Win32.SafeHandles;
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
        where TRecord : IRecord
    {
        RecordIndex index = RecordIndex.Build(path);
        return index.Count > 0
            ? new RecordFile<TRecord>(index, format)
            : throw new DataException($"{path} has no records. Was it written to its end?");
    }
}

/// <summary>A file of records of one kind, read by position. Safe to use from several threads.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public sealed class RecordFile<TRecord> : IRecordSource<TRecord>
    where TRecord : IRecord
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32 };

    private readonly RecordIndex index;
    private readonly IRecordFormat<TRecord> format;
    private readonly SafeFileHandle handle;

    internal RecordFile(RecordIndex index, IRecordFormat<TRecord> format)
    {
        this.index = index;
        this.format = format;
        handle = File.OpenHandle(index.File);
    }

    /// <inheritdoc/>
    public int Count => index.Count;

    /// <inheritdoc/>
    public RecordPlace PlaceOf(int position) => index.PlaceOf(position);

    /// <summary>Reads one record.</summary>
    /// <param name="position">From 0, in the order of the file.</param>
    /// <exception cref="DataException">It is not what the format says.</exception>
    public TRecord Read(int position)
    {
        using JsonDocument json = Parse(position);
        return format.Read(new RecordElement(json.RootElement, "", PlaceOf(position)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> PositionsOf(string? split) =>
        [.. Enumerable.Range(0, Count).Where(position => split is null || SplitOf(position) == split)];

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();

    private string? SplitOf(int position)
    {
        using JsonDocument json = Parse(position);
        return new RecordElement(json.RootElement, "", PlaceOf(position)).Find("split")?.AsText();
    }

    private JsonDocument Parse(int position)
    {
        RecordSpan span = index[position];
        var bytes = new byte[span.Length];
        try
        {
            int read = RandomAccess.Read(handle, bytes, span.Offset);
            return JsonDocument.Parse(bytes.AsMemory(0, read), Limits);
        }
        catch (JsonException exception)
        {
            string message = exception.Message.Split(" LineNumber", 2)[0];
            throw new DataException($"{PlaceOf(position)}: the record is not readable JSON, at byte {exception.BytePositionInLine} of its line: {message}", exception);
        }
        catch (IOException exception)
        {
            throw new DataException($"{PlaceOf(position)}: the record can't be read: {exception.Message}", exception);
        }
    }
}
