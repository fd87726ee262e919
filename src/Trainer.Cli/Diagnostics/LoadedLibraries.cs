namespace Trainer.Cli.Diagnostics;

/// <summary>The shared libraries that the dynamic linker really mapped, which may differ from those that were meant.</summary>
internal static class LoadedLibraries
{
    private const string Map = "/proc/self/maps";

    /// <summary>The path of the first mapped library whose file name starts with <paramref name="prefix"/>, links resolved.</summary>
    internal static string? Find(string prefix) => Paths().FirstOrDefault(path => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal));

    // A line is "addresses rights offset device inode path"; the path may hold spaces, so it starts at the first slash.
    private static IEnumerable<string> Paths() => !File.Exists(Map)
        ? []
        : File.ReadLines(Map).Select(line => line.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? line[slash..] : string.Empty)
            .Where(path => path.Length > 0).Distinct();
}
