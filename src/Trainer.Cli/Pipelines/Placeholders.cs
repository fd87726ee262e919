using System.Text.RegularExpressions;

namespace Trainer.Cli.Pipelines;

/// <summary>The words in braces that a step may use, with what they stand for.</summary>
/// <param name="meanings">By name. A meaning may use the names of <paramref name="outer"/>, and is filled in only where it is used.</param>
/// <param name="outer">Names that hold besides, each a single word whatever it stands for; null for none.</param>
internal sealed partial class Placeholders(IReadOnlyDictionary<string, string> meanings, Placeholders? outer = null)
{
    private IEnumerable<string> Names => [.. outer?.Names ?? [], .. meanings.Keys];

    /// <summary>Text with every placeholder replaced; <c>{{name}}</c> becomes <c>{name}</c>, and other braces stay.</summary>
    /// <exception cref="FormatException">It uses a name that means nothing here.</exception>
    internal string Fill(string text) => Pattern().Replace(text, found => found.Groups["kept"] is { Success: true } kept
        ? kept.Value
        : Find(found.Groups["name"].Value) ?? throw Unknown(found.Groups["name"].Value));

    /// <summary>The words of a command line. A word that is nothing but a name of one's own becomes as many words as its meaning has.</summary>
    /// <exception cref="FormatException">A quote is never closed, or a name means nothing here.</exception>
    internal IReadOnlyList<string> Words(string line) => [.. CommandWords.Split(line).SelectMany(WordsOf)];

    private IEnumerable<string> WordsOf(string word) => word is ['{', .. string name, '}'] && Several(name) is { } words ? words : [Fill(word)];

    /// <summary>The words of a name that is not of the outermost layer; null for any other text.</summary>
    private IReadOnlyList<string>? Several(string name) =>
        outer is not null && meanings.TryGetValue(name, out string? several) ? outer.Words(several) : outer?.Several(name);

    private string? Find(string name) => meanings.TryGetValue(name, out string? meaning) ? outer?.Fill(meaning) ?? meaning : outer?.Find(name);

    private FormatException Unknown(string name) =>
        new($"uses {{{name}}}, which means nothing here. Known: {string.Join(", ", Names.Select(known => $"{{{known}}}"))}; {{{{{name}}}}} is left as {{{name}}}.");

    [GeneratedRegex(@"\{(?<kept>\{[a-z][a-z0-9_-]*\})\}|\{(?<name>[a-z][a-z0-9_-]*)\}")]
    private static partial Regex Pattern();
}
