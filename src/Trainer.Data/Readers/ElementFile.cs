using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Trainer.Data.Records;

namespace Trainer.Data.Readers;

/// <summary>The elements of a file by their positions, each read when it is asked for. Safe to use from several threads.</summary>
public sealed class ElementFile : IDisposable
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32 };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly RecordIndex index;
    private readonly bool areFields;
    private readonly SafeFileHandle handle;

    internal ElementFile(RecordIndex index, bool areFields = false)
    {
        this.index = index;
        this.areFields = areFields;
        handle = System.IO.File.OpenHandle(index.File);
    }

    /// <summary>Path of the file.</summary>
    public string File => index.File;

    /// <summary>Number of elements.</summary>
    public int Count => index.Count;

    /// <summary>Opens JSONL or one JSON list, whichever the file is.</summary>
    /// <exception cref="DataException">It can't be read, or is neither.</exception>
    public static ElementFile Open(string file) => new(RecordIndex.Build(file));

    /// <summary>Opens one list of a file that is one JSON object.</summary>
    /// <exception cref="DataException">It can't be read, or has no such list.</exception>
    public static ElementFile Open(string file, string list) => new(RecordIndex.Build(file, list));

    /// <summary>Opens a file that is one JSON object, each field of which is read as an object of its own.</summary>
    /// <exception cref="DataException">It can't be read, or is no object.</exception>
    public static ElementFile OpenFields(string file) => new(RecordIndex.BuildFields(file), areFields: true);

    /// <summary>Where an element begins, for messages.</summary>
    public RecordPlace PlaceOf(int position) => index.PlaceOf(position);

    /// <summary>Reads an element as JSON.</summary>
    /// <param name="position">From 0, in the order of the file.</param>
    /// <param name="read">Takes what is wanted of it; the element is gone when this returns.</param>
    /// <exception cref="DataException">It is no JSON, or not what <paramref name="read"/> wants.</exception>
    public T Read<T>(int position, Func<RecordElement, T> read)
    {
        using JsonDocument json = Parse(position);
        try
        {
            return read(new RecordElement(json.RootElement, "", PlaceOf(position)));
        }
        catch (InvalidOperationException exception)
        {
            // A field's name may have bytes or escapes that are no Unicode text, which shows when names are compared.
            throw new DataException($"{PlaceOf(position)}: the record has a field whose name is no Unicode text.", exception) { Fault = DataFault.BrokenText };
        }
    }

    /// <summary>Reads an element as the text of a line, without its end.</summary>
    /// <exception cref="DataException">It is no Unicode text.</exception>
    public string ReadText(int position)
    {
        try
        {
            return Strict.GetString(ReadBytes(position).Span).TrimEnd('\r');
        }
        catch (DecoderFallbackException)
        {
            throw PlaceOf(position).Fail("", "must be Unicode text, but has a broken character.", DataFault.BrokenText);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();

    private JsonDocument Parse(int position)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = ReadBytes(position);
            return JsonDocument.Parse(areFields ? (byte[])[(byte)'{', .. bytes.Span, (byte)'}'] : bytes, Limits);
        }
        catch (JsonException exception)
        {
            string message = exception.Message.Split(" LineNumber", 2)[0];
            throw new DataException($"{PlaceOf(position)}: the record is not readable JSON, at byte {exception.BytePositionInLine} of its line: {message}", exception)
            {
                Fault = DataFault.BrokenJson,
            };
        }
    }

    private ReadOnlyMemory<byte> ReadBytes(int position)
    {
        RecordSpan span = index[position];
        var bytes = new byte[span.Length];
        try
        {
            int read = RandomAccess.Read(handle, bytes, span.Offset);
            return bytes.AsMemory(0, read);
        }
        catch (IOException exception)
        {
            throw new DataException($"{PlaceOf(position)}: the record can't be read: {exception.Message}", exception);
        }
    }
}
