using System.IO.Enumeration;
using Trainer.Data;

namespace Trainer.Preparation.Common;

/// <summary>The dataset's own files, and what the user chose. It remembers which files were asked for, so that the manifest can name them.</summary>
public sealed class SourceInput
{
    // Datasets keep their annotations near the top; pictures may lie below by the hundred thousand.
    private static readonly EnumerationOptions Search = new() { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true };

    private readonly string root;
    private readonly string[] files;
    private readonly bool isFile;
    private readonly SortedSet<string> used = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyList<string>> groups = new(StringComparer.Ordinal);

    /// <summary>Looks at a folder, or at one file of it.</summary>
    /// <param name="path">The folder or the file.</param>
    /// <param name="choices">What the user chose.</param>
    /// <param name="output">Folder that is written to. Should it lie within the other one, what is in it is no input.</param>
    /// <exception cref="DataException">There is neither.</exception>
    public SourceInput(string path, SourceChoices choices, string output)
    {
        Choices = choices;
        string full = Path.GetFullPath(path);
        string written = Path.GetFullPath(output) + Path.DirectorySeparatorChar;
        isFile = File.Exists(full);
        root = isFile ? Path.GetDirectoryName(full)! : full;
        files = isFile ? [full] : Directory.Exists(full)
            ? [.. Directory.EnumerateFiles(full, "*", Search).Where(file => !file.StartsWith(written, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : throw new DataException($"{path} is neither a file nor a folder. Name the folder of what was downloaded with --in.");
    }

    /// <summary>What the user chose.</summary>
    public SourceChoices Choices { get; }

    /// <summary>The files that were asked for, as full paths.</summary>
    public IReadOnlyCollection<string> Used => used;

    /// <summary>The files of folders that were asked for as a whole, as full paths, by what they are called together.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> UsedGroups => groups;

    /// <summary>Files whose name is like one of the patterns, in the order of their paths.</summary>
    /// <param name="patterns">Such as <c>captions_*.json</c>; upper and lower case count as one.</param>
    public IReadOnlyList<string> Find(params IReadOnlyList<string> patterns)
    {
        string[] found = [.. files.Where(file => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file))))];
        used.UnionWith(found);
        return found;
    }

    /// <summary>The files of a folder that has one for each picture. The manifest names the folder and one hash of them all.</summary>
    /// <param name="folder">Name of the folder, wherever it lies.</param>
    /// <param name="extension">Such as <c>.xml</c>.</param>
    public IReadOnlyList<string> FindIn(string folder, string extension)
    {
        string[] found = [.. files.Where(file => Path.GetExtension(file) == extension && Path.GetFileName(Path.GetDirectoryName(file)) == folder)];
        if (found.Length > 0)
        {
            groups[$"{folder}/*{extension}"] = found;
        }

        return found;
    }

    /// <summary>Files whose name is like one of the patterns, of which there must be at least one.</summary>
    /// <param name="what">What these files are, for the message.</param>
    /// <param name="patterns">How they are named.</param>
    /// <exception cref="DataException">There is none.</exception>
    public IReadOnlyList<string> Require(string what, params IReadOnlyList<string> patterns) =>
        Find(patterns) is { Count: > 0 } found
            ? found
            : throw new DataException(isFile
                ? $"{files[0]} is not called {string.Join(" or ", patterns)}, as {what} must be. Keep the names of the release, and name their folder with --in."
                : $"{root} has no {string.Join(" or ", patterns)}, which is {what}; it {FolderGlance.Of(root)}. Download it there, or name its folder with --in.");

    /// <summary>The same for a dataset all of whose files are alike: a file that was named itself is taken, whatever it is called.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public IReadOnlyList<string> RequireAlike(string what, params IReadOnlyList<string> patterns) => Require(what, isFile ? ["*"] : patterns);

    /// <summary>Name of the file that is made of one of the input's.</summary>
    public string LinesOf(string file) => Path.ChangeExtension(NameOf(file), ".jsonl");

    /// <summary>A file's path below the folder, with forward slashes: the same on every machine.</summary>
    public string NameOf(string file) => Path.GetRelativePath(root, file).Replace('\\', '/');
}
