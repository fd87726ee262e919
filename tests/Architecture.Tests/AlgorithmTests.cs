using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Algorithms are modules of their own: one can be deleted and the others still build.</summary>
public sealed class AlgorithmTests
{
    private const string Room = "src/Trainer.Algorithms/";

    [Fact]
    public void Algorithms_EachOne_IgnoresItsSiblings()
    {
        string[] modules = [.. Files().Select(Module).Distinct().Where(module => module is not ("" or "Common"))];
        Assert.Empty(
            from file in Files()
            let own = Module(file)
            where own.Length > 0
            from sibling in modules
            where sibling != own && Regex.IsMatch(file.Text, $@"\b{sibling}\.[A-Z]|using Trainer\.Algorithms\.{sibling}\b")
            select $"{file} uses {sibling}");
    }

    /// <summary>The folder below the room, or nothing for files that lie in the room itself, such as the catalogue.</summary>
    private static string Module(SourceFile file)
    {
        string[] parts = file.Path[Room.Length..].Split('/');
        return parts.Length > 1 ? parts[0] : string.Empty;
    }

    private static IEnumerable<SourceFile> Files() => Repository.CSharp.Where(file => file.Path.StartsWith(Room, StringComparison.Ordinal));
}
