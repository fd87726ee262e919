namespace Architecture.Tests;

/// <summary>The checkout that the tests were built from, read once.</summary>
internal static class Repository
{
    private static readonly string[] GeneratedFolders = [".git", "artifacts", "bin", "obj", "runs", "out", ".vs", ".idea", ".trainer"];

    private static readonly string[] TextExtensions =
    [
        ".cs", ".csproj", ".props", ".sln", ".json", ".jsonl", ".yaml", ".yml", ".md", ".txt", ".cpp", ".h", ".cmake", ".py", ".sh", "",
    ];

    internal static string Root { get; } = FindRoot();

    internal static IReadOnlyList<SourceFile> Files { get; } =
    [
        .. Walk(new DirectoryInfo(Root)).Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path))),
    ];

    internal static IEnumerable<SourceFile> CSharp => Files.Where(file => file.IsCSharp);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Trainer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests read the checkout: run them inside it.");
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder)
    {
        IEnumerable<string> here = folder.EnumerateFiles().Where(file => TextExtensions.Contains(file.Extension) && file.Name != ".git").Select(file => file.FullName);
        IEnumerable<DirectoryInfo> below = folder.EnumerateDirectories().Where(child => !GeneratedFolders.Contains(child.Name));
        return here.Concat(below.SelectMany(Walk));
    }
}
