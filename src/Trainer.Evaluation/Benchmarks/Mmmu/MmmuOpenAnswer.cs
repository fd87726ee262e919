using System.Text.RegularExpressions;

namespace Trainer.Evaluation.Benchmarks.Mmmu;

/// <summary>Reads a short answer from free text as MMMU's evaluator does: what follows words such as "is" or "therefore", and all numbers in it.</summary>
public static partial class MmmuOpenAnswer
{
    private static readonly string[] Indicators = ["could be ", "so ", "is ", "thus ", "therefore ", "final ", "answer ", "result "];

    private static readonly string[] Trivial = [":", ",", ".", "!", "?", ";", "'"];

    /// <summary>Whether one of the readings of the answer holds one of the right ones.</summary>
    public static bool IsRight(string response, IEnumerable<string> gold)
    {
        IReadOnlyList<OpenValue> readings = Read(response);
        return gold.SelectMany(OpenValue.Normalise).Any(right => readings.Any(reading => reading.Holds(right)));
    }

    /// <summary>All readings of an answer, each once.</summary>
    public static IReadOnlyList<OpenValue> Read(string response)
    {
        string[] parts = KeyParts(response);
        return [.. parts.Concat(parts.SelectMany(Numbers)).SelectMany(OpenValue.Normalise).Distinct()];
    }

    /// <summary>Numbers with commas, then in scientific form, then plain ones, as they are written.</summary>
    public static IReadOnlyList<string> Numbers(string text) =>
        [.. new[] { WithCommas(), Scientific(), Plain() }.SelectMany(pattern => pattern.Matches(text)).Select(match => match.Value)];

    private static string[] KeyParts(string response)
    {
        string whole = response.Trim().Trim('.').ToLowerInvariant();

        // The evaluator also parts sentences before a capital, of which lower case leaves none.
        string[] lines = whole.Split('\n');
        string[] parts = [.. lines.Select((line, index) => AfterIndicator(line, isLast: index == lines.Length - 1)).OfType<string>()];
        return parts.Length > 0 ? parts : [whole];
    }

    /// <summary>The shortest text behind the last place of an indicator; null where there is none worth reading.</summary>
    private static string? AfterIndicator(string line, bool isLast)
    {
        string? shortest = null;
        foreach (string indicator in isLast ? Indicators.Append("=") : Indicators)
        {
            int place = line.LastIndexOf(indicator, StringComparison.Ordinal);
            if (place >= 0 && line[(place + indicator.Length)..].Trim() is var rest && (string.IsNullOrEmpty(shortest) || rest.Length < shortest.Length))
            {
                shortest = rest;
            }
        }

        return string.IsNullOrEmpty(shortest) || Trivial.Contains(shortest) ? null : shortest;
    }

    [GeneratedRegex(@"-?\b\d{1,3}(?:,\d{3})+\b")]
    private static partial Regex WithCommas();

    [GeneratedRegex(@"-?\d+(?:\.\d+)?[eE][+-]?\d+")]
    private static partial Regex Scientific();

    [GeneratedRegex(@"-?(?:\d+\.\d+|\.\d+|\d+\b)(?![eE][+-]?\d+)(?![,\d])")]
    private static partial Regex Plain();
}
