namespace Trainer.Training;

/// <summary>Files that are either whole or absent, whenever the power fails.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary name beside the target, flushes it to disk, and renames.</summary>
    public static void WriteText(string path, string text)
    {
        string temporary = path + ".partial";
        File.WriteAllText(temporary, text);
        Flush(temporary);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Has the system write a file's pages to the disk itself.</summary>
    public static void Flush(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }
}
