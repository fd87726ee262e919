using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>What a reader may rely on when looking for something: sizes, names, and no trace of the machine of origin.</summary>
public sealed partial class FileTests
{
    private const int LongestFile = 500;

    [Fact]
    public void CodeFiles_EachOne_IsShort() => Assert.Empty(
        Repository.Files.Where(file => file.IsCode && file.LineCount > LongestFile).Select(file => $"{file}: {file.LineCount} lines, at most {LongestFile}"));

    [Fact]
    public void CSharpFiles_EachOne_IsNamedAfterAType() => Assert.Empty(
        from file in Repository.CSharp
        where file.Stem != "Program" && !Regex.IsMatch(file.Text, $@"\b(class|struct|interface|enum|record|delegate [\w<>?\[\]]+) {file.Stem}\b")
        select file);

    [Fact]
    public void CSharpFiles_EachNamespace_FollowsTheFolder() => Assert.Empty(
        from file in Repository.CSharp
        let found = NamespaceLine().Match(file.Text).Groups[1].Value
        where found.Length > 0 && !IsAncestor(found, Expected(file.Path))
        select $"{file}: {found}, but its folder says {Expected(file.Path)}");

    [Fact]
    public void TextFiles_NoneMentionsAMachine() => Assert.Empty(
        from file in Repository.Files
        where !file.Path.EndsWith("packages.lock.json", StringComparison.Ordinal)
        let found = MachinePath().Match(file.Text)
        where found.Success
        select $"{file}: {found.Value}");

    [Fact]
    public void CSharpFiles_NoneIsUnfinished() => Assert.Empty(
        from file in Repository.CSharp
        where file.Stem != nameof(FileTests)
        let found = Unfinished().Match(file.Text)
        where found.Success
        select $"{file}: {found.Value}");

    /// <summary>A type may be promoted to a parent's namespace, never to a sibling's.</summary>
    private static bool IsAncestor(string found, string expected) =>
        expected == found || expected.StartsWith(found + ".", StringComparison.Ordinal) && found.Split('.').Length >= 2;

    private static string Expected(string path)
    {
        string[] folders = Path.GetDirectoryName(path)!.Replace('\\', '/').Split('/');
        string project = folders[0] == "data-prep" ? Preparation(folders[1]) : folders[1];
        return string.Join('.', [project, .. folders.Skip(2)]);
    }

    /// <summary>The embedded world is a project of its own; the datasets share one, and their folders are called as people write their names: vqa-v2.</summary>
    private static string Preparation(string folder)
    {
        string name = string.Concat(folder.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name == "Scenes" ? "Trainer.Scenes" : $"Trainer.Preparation.{name}";
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    // The brackets keep this very line from matching itself.
    [GeneratedRegex(@"(?<![A-Za-z0-9_.])/(wor[k]|far[m]|roo[t]|home/[a-z]+)/|\.\./share[d]\b")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|NotImplementedException|\bSkip\s*=\s*""")]
    private static partial Regex Unfinished();
}
