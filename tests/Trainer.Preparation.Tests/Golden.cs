using Trainer.Preparation.Common;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests;

/// <summary>Converts a fixture and compares every file with the golden ones.</summary>
internal static class Golden
{
    /// <summary>Converts Fixtures/NAME/in and compares with Fixtures/NAME/OUT.</summary>
    /// <param name="name">The source and its folder.</param>
    /// <param name="expected">Folder of what is expected.</param>
    /// <param name="choices">The source's options, as <c>name=value</c>.</param>
    internal static PreparedSet Check(string name, string expected = "out", params string[] choices)
    {
        using var folder = new TemporaryDirectory();
        string output = Path.Combine(folder.Path, "set");
        PreparedSet set = DataPreparation.Run(SourceCatalog.Find(name)!, new PreparationOptions
        {
            Input = Path.Combine(AppContext.BaseDirectory, "Fixtures", name, "in"),
            Output = output,
            Choices = choices.Select(choice => choice.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]),
        });
        if (Environment.GetEnvironmentVariable("TRAINER_UPDATE_SNAPSHOTS") == "1")
        {
            Replace(output, Path.Combine(SourceFolder(), "Fixtures", name, expected));
        }
        else
        {
            Compare(output, Path.Combine(AppContext.BaseDirectory, "Fixtures", name, expected));
        }

        return set;
    }

    /// <summary>The files of a folder and its folders, by their paths in it.</summary>
    internal static SortedDictionary<string, string> FilesOf(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllText),
        StringComparer.Ordinal);

    private static void Compare(string actual, string expected)
    {
        SortedDictionary<string, string> files = FilesOf(actual);
        SortedDictionary<string, string> golden = FilesOf(expected);
        Assert.Equal(golden.Keys, files.Keys);
        Assert.All(golden, file => Assert.Equal(file.Value, files[file.Key]));
    }

    private static void Replace(string actual, string expected)
    {
        Directory.CreateDirectory(expected);
        Directory.Delete(expected, recursive: true);
        foreach ((string name, string text) in FilesOf(actual))
        {
            string path = Path.Combine(expected, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private static string SourceFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Trainer.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests", "Trainer.Preparation.Tests");
    }
}
