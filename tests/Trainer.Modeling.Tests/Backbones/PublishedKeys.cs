using System.Globalization;
using System.Text.RegularExpressions;

namespace Trainer.Modeling.Tests.Backbones;

/// <summary>Names and shapes of published checkpoints, from short lists with braces as in a shell.</summary>
internal static partial class PublishedKeys
{
    /// <summary>Every name of a list with its shape.</summary>
    internal static Dictionary<string, long[]> Of(string list) => File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Backbones", "Fixtures", $"{list}.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' '))
        .SelectMany(words => Expand(words[0]).Select(name => (name, Shape: words[1..].Select(size => long.Parse(size, CultureInfo.InvariantCulture)).ToArray())))
        .ToDictionary(entry => entry.name, entry => entry.Shape);

    private static IEnumerable<string> Expand(string pattern) => Braces().Match(pattern) is { Success: true } found
        ? Choices(found.Groups[1].Value).SelectMany(choice => Expand(pattern[..found.Index] + choice + pattern[(found.Index + found.Length)..]))
        : [pattern];

    private static IEnumerable<string> Choices(string inside)
    {
        string[] ends = inside.Split("..");
        return ends.Length == 1
            ? inside.Split(',')
            : Enumerable.Range(0, int.Parse(ends[1], CultureInfo.InvariantCulture) + 1).Select(number => number.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Braces();
}
