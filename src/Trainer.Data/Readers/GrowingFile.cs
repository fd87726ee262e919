namespace Trainer.Data.Readers;

/// <summary>
/// A file of lines that only grows, so that a killed process loses none: each append is on the disk when it returns, and a last line
/// that an interruption left torn is cut off when the file is opened again. Its writer sees to it that there is no other one.
/// </summary>
public sealed class GrowingFile : IDisposable
{
    private readonly FileStream stream;

    /// <summary>Opens or begins a file.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public GrowingFile(string path) => stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>The whole lines, once and before the first append; what stands behind them is cut off.</summary>
    public byte[] ReadWhole()
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        int whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        stream.SetLength(whole);
        return bytes[..whole];
    }

    /// <summary>Appends lines, each ended by a line feed, and returns once they are on the disk. A failure leaves the file as it was.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        long end = stream.Length;
        try
        {
            stream.Write(lines);
            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            stream.SetLength(end);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
