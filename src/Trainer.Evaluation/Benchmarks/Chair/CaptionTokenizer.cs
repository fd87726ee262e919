using System.Text.RegularExpressions;

namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>
/// Cuts a caption as the Penn Treebank does: "man's" into "man" and "'s", "isn't" into "is" and "n't", signs on their
/// own, hyphenated words whole. The places in the caption are kept so that a report can mark words.
/// </summary>
internal static partial class CaptionTokenizer
{
    internal static IReadOnlyList<CaptionToken> Tokenize(string caption) =>
        [.. Token().Matches(caption).Select(match => new CaptionToken(match.Value.ToLowerInvariant(), match.Index, match.Length))];

    [GeneratedRegex(
        """
        \d+(?:[.,:]\d+)+                                          # 3.5, 1,000, 10:30
        | n't\b | '(?:s|re|ve|ll|d|m)\b                            # the second part of a contraction
        | [\p{L}\p{N}]+(?=n't\b)                                   # its first part
        | [\p{L}\p{N}]+(?:[-/&_][\p{L}\p{N}]+ | '(?!(?:s|re|ve|ll|d|m)\b|t\b)[\p{L}]+)*
        | \.\.\. | -- | \S
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
