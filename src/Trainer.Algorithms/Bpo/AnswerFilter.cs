using System.Text.RegularExpressions;

namespace Trainer.Algorithms.Bpo;

/// <summary>Decides by rule whether a generated answer can stand against the annotated one.</summary>
/// <param name="options">The rules.</param>
/// <param name="echoes">Texts whose return shows a repeated instruction.</param>
public sealed partial class AnswerFilter(FilterOptions options, IReadOnlyList<string> echoes)
{
    private readonly string[] normalisedEchoes = [.. echoes.Select(Normalise).Where(echo => echo.Length > 0)];

    /// <summary>Why an answer is left out, as the manifest counts it; null: it is kept.</summary>
    /// <param name="record">The annotated answer first, and all that is there already.</param>
    /// <param name="response">The new answer.</param>
    public string? ReasonAgainst(BpoRecord record, string response)
    {
        string text = Normalise(response);
        int words = CountWords(response);
        double ratio = (double)words / Math.Max(1, CountWords(record.Positive.Response));
        return options.Empty && text.Length == 0 ? "empty"
            : options.ForbiddenMarkers.Any(marker => response.Contains(marker, StringComparison.Ordinal)) ? "forbidden_marker"
            : options.EchoedInstruction && normalisedEchoes.Any(echo => text.Contains(echo, StringComparison.Ordinal)) ? "echoed_instruction"
            : options.Identical && record.Completions.Any(other => Normalise(other.Response) == text) ? "identical"
            : options.MaxWords > 0 && words > options.MaxWords ? "too_many_words"
            : ratio < options.MinLengthRatio || (options.MaxLengthRatio > 0 && ratio > options.MaxLengthRatio) ? "length_ratio"
            : null;
    }

    /// <summary>Words between white space, as BPO's training counts them.</summary>
    internal static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Lower case, letters and digits only, single spaces between words.</summary>
    private static string Normalise(string text) => OtherCharacters().Replace(text.ToLowerInvariant(), " ").Trim();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex OtherCharacters();
}
