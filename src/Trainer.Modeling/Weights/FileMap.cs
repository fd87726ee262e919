using System.IO.MemoryMappedFiles;

namespace Trainer.Modeling.Weights;

/// <summary>A file in memory, read-only on disk and copy-on-write in the process. Unmapped by the last one who holds it.</summary>
internal sealed unsafe class FileMap : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    private FileMap(MemoryMappedFile file, long length)
    {
        this.file = file;
        Length = length;
        view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.CopyOnWrite);
        byte* address = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref address);
        Address = address + view.PointerOffset;
    }

    ~FileMap() => Unmap();

    /// <summary>First byte.</summary>
    internal byte* Address { get; }

    /// <summary>Bytes of the file.</summary>
    internal long Length { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Unmap();
        GC.SuppressFinalize(this);
    }

    internal static FileMap Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length == 0)
        {
            throw new CheckpointException("it is empty");
        }

        var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: true);
        return new FileMap(file, stream.Length);
    }

    private void Unmap()
    {
        if (view is not null && !view.SafeMemoryMappedViewHandle.IsClosed)
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
        }
    }
}
