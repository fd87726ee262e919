using Trainer.Data.Records;

namespace Trainer.Data.Readers;

/// <summary>
/// Where the records of a file lie, found in one pass, so that any of them can be read by its position while the file stays on disk.
/// Understands one object a line (JSONL) and one list of objects (JSON), whichever the file is.
/// </summary>
public sealed class RecordIndex
{
    private const int LongestRecord = 1 << 24;

    private readonly RecordSpan[] spans;

    private RecordIndex(string file, RecordSpan[] spans)
    {
        File = file;
        this.spans = spans;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>Number of records.</summary>
    public int Count => spans.Length;

    /// <summary>Where a record lies.</summary>
    public RecordSpan this[int position] => spans[position];

    /// <summary>Where a record begins, for messages.</summary>
    public RecordPlace PlaceOf(int position) => new(File, spans[position].Line);

    /// <summary>Reads a file once, from its beginning to its end.</summary>
    /// <exception cref="DataException">The file can't be read, or is neither lines nor a list.</exception>
    public static RecordIndex Build(string file) => Build(file, stream =>
    {
        bool isArray = BeginsArray(stream);
        stream.Position = 0;
        var cursor = new ByteCursor(stream);
        return isArray ? ArrayScanner.Scan(cursor, file) : LineScanner.Scan(cursor, file);
    });

    /// <summary>Finds the items of one list within a file that is one JSON object.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="list">Name of the list, such as COCO's <c>annotations</c>.</param>
    /// <exception cref="DataException">The file can't be read, is no object, or has no such list.</exception>
    public static RecordIndex Build(string file, string list) => Build(file, stream => ObjectScanner.Scan(new ByteCursor(stream), file, list));

    /// <summary>Finds the fields of a file that is one JSON object.</summary>
    /// <param name="file">Path of the file.</param>
    /// <exception cref="DataException">The file can't be read, or is no object.</exception>
    public static RecordIndex BuildFields(string file) => Build(file, stream => ObjectScanner.ScanFields(new ByteCursor(stream), file));

    private static RecordIndex Build(string file, Func<FileStream, IEnumerable<RecordSpan>> scan)
    {
        try
        {
            using FileStream stream = System.IO.File.OpenRead(file);
            ForeignBytes.Refuse(stream);
            return new RecordIndex(file, [.. scan(stream)]);
        }
        catch (UnauthorizedAccessException exception) when (Directory.Exists(file))
        {
            throw new DataException($"{file} is a folder, not a file of records. Name a file in it.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataException($"{file} can't be read: {exception.Message}", exception);
        }
    }

    internal static void RequireLength(long length, RecordPlace place)
    {
        if (length > LongestRecord)
        {
            throw place.Fail("", $"has more than {LongestRecord} bytes. Is this a file of records?");
        }
    }

    private static bool BeginsArray(FileStream stream)
    {
        var cursor = new ByteCursor(stream);
        cursor.SkipSpace();
        return cursor.Peek() == '[';
    }
}
