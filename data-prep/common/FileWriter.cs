namespace Trainer.Preparation.Common;

/// <summary>Writes the items of a file that is not finished yet, and goes on behind the last saved one.</summary>
internal sealed class FileWriter : IDisposable
{
    private readonly FileStream stream;
    private readonly FileLayout layout;
    private readonly FileState state;

    internal FileWriter(string path, FileLayout layout, FileState state)
    {
        this.layout = layout;
        this.state = state;
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1 << 16);
        stream.SetLength(state.Bytes);
        stream.Seek(0, SeekOrigin.End);
    }

    internal void Write(PreparedItem item)
    {
        stream.Write(state.Records == 0 ? layout.Head : layout.Separator);
        stream.Write(item.Bytes.Span);
        state.Records++;
    }

    /// <summary>Puts everything on the disk; the state then says how much that is.</summary>
    internal void Flush()
    {
        stream.Flush(flushToDisk: true);
        state.Bytes = stream.Position;
    }

    internal void Finish()
    {
        stream.Write(state.Records == 0 ? [.. layout.Head, .. layout.Tail] : layout.Tail);
        Flush();
    }

    public void Dispose() => stream.Dispose();
}
