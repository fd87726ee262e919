using System.Text.RegularExpressions;

namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>Runs of words in answers, by which repetition and diversity are measured. Case and punctuation don't count.</summary>
internal static partial class WordGrams
{
    private const int RepeatedLength = 3;
    private const int DistinctLength = 2;

    /// <summary>Share of a text's runs of three words that occurred before in it; 0 where it has fewer than two such runs.</summary>
    internal static double Repetition(string text) => 1 - Different(Runs(text, RepeatedLength));

    /// <summary>Different pairs of words over all pairs of words in some texts: distinct-2 of arXiv:1510.03055, section 5.1. 1 where there are none.</summary>
    internal static double Distinct(IEnumerable<string> texts) => Different([.. texts.SelectMany(text => Runs(text, DistinctLength))]);

    private static double Different(string[] runs) => runs.Length == 0 ? 1 : (double)runs.Distinct(StringComparer.Ordinal).Count() / runs.Length;

    private static string[] Runs(string text, int length)
    {
        string[] words = [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];
        return [.. Enumerable.Range(0, Math.Max(0, words.Length - length + 1)).Select(start => string.Join(' ', words, start, length))];
    }

    [GeneratedRegex(@"[\p{L}\p{N}'’]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
