namespace Trainer.Cli.Benchmarks;

/// <summary>What Linux keeps of files that were read.</summary>
internal static class PageCache
{
    private const string DropFile = "/proc/sys/vm/drop_caches";
    private const string CleanPages = "1";

    /// <summary>Forgets it, so that the next reading is the disk's. Only root may.</summary>
    /// <returns>Whether it was forgotten.</returns>
    internal static bool Drop()
    {
        try
        {
            File.WriteAllText(DropFile, CleanPages);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
