using System.Text.RegularExpressions;

namespace Trainer.Cli.Pipelines;

/// <summary>The words in braces that a step may use, with what they stand for.</summary>
/// <param name="meanings">By name; meanings themselves are not filled in.</param>
internal sealed partial class Placeholders(IReadOnlyDictionary<string, string> meanings)
{
    /// <summary>The same and more, whose meanings may use the present ones.</summary>
    /// <exception cref="FormatException">A meaning uses a name that means nothing here.</exception>
    internal Placeholders With(params IEnumerable<KeyValuePair<string, string>> more) =>
        new(new OrderedDictionary<string, string>(meanings.Concat(more.Select(name => KeyValuePair.Create(name.Key, Fill(name.Value))))));

    /// <summary>Text with every placeholder replaced; <c>{{name}}</c> becomes <c>{name}</c>, and other braces stay.</summary>
    /// <exception cref="FormatException">It uses a name that means nothing here.</exception>
    internal string Fill(string text) => Pattern().Replace(text, found => found.Groups["kept"] is { Success: true } kept ? kept.Value : MeaningOf(found.Groups["name"].Value));

    /// <summary>The words of a command line. A word that is nothing but one of some placeholders becomes all the words of its meaning.</summary>
    /// <exception cref="FormatException">A quote is never closed, or a name means nothing here.</exception>
    internal IReadOnlyList<string> Words(string line, IReadOnlyDictionary<string, string> several) =>
    [
        .. CommandWords.Split(line)
            .SelectMany(word => word is ['{', .., '}'] && several.TryGetValue(word[1..^1], out string? meaning) ? CommandWords.Split(meaning) : [word])
            .Select(Fill),
    ];

    private string MeaningOf(string name) => meanings.TryGetValue(name, out string? meaning)
        ? meaning
        : throw new FormatException($"uses {{{name}}}, which means nothing here. Known: {string.Join(", ", meanings.Keys.Select(known => $"{{{known}}}"))}; {{{{{name}}}}} is left as {{{name}}}.");

    [GeneratedRegex(@"\{(?<kept>\{[a-z][a-z0-9_-]*\})\}|\{(?<name>[a-z][a-z0-9_-]*)\}")]
    private static partial Regex Pattern();
}
