namespace Trainer.Modeling.Weights;

/// <summary>Files that appear whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes under a temporary name beside the target, flushes to the disk, and renames. A failure leaves nothing.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = $"{path}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes text.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
