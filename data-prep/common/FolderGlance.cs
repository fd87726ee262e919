namespace Trainer.Preparation.Common;

/// <summary>Says what lies in a folder, so that a message about what is missing also shows what is there.</summary>
internal static class FolderGlance
{
    private const int Shown = 3;

    // A folder of pictures can have a million files, and any of them show how they are called.
    private const int Read = 1000;

    /// <summary>Such as "holds a.json, train2017/, …" or "is empty".</summary>
    internal static string Of(string folder)
    {
        string[] paths = [.. Directory.EnumerateFileSystemEntries(folder).Take(Read).Order(StringComparer.Ordinal)];
        IEnumerable<string> names = paths.Take(Shown).Select(path => Directory.Exists(path) ? $"{Path.GetFileName(path)}/" : Path.GetFileName(path));
        return paths.Length == 0 ? "is empty" : $"holds {string.Join(", ", names)}{(paths.Length > Shown ? ", \u2026" : "")}";
    }
}
