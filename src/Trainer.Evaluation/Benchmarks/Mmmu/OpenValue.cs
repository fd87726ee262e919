using System.Globalization;

namespace Trainer.Evaluation.Benchmarks.Mmmu;

/// <summary>A short answer in the form in which it is compared: a number of two decimals, or text in lower case.</summary>
/// <param name="Text">The text; null for a number.</param>
/// <param name="Number">The number; null for text.</param>
public readonly record struct OpenValue(string? Text, double? Number)
{
    private const int Decimals = 2;

    /// <summary>The forms of a text: a single letter has two, so that it is only found beside a blank.</summary>
    public static IReadOnlyList<OpenValue> Normalise(string text)
    {
        string trimmed = text.Trim();
        if (double.TryParse(trimmed.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return [new OpenValue(null, Math.Round(number, Decimals))];
        }

        string lower = trimmed.ToLowerInvariant();
        return lower.Length == 1 ? [new OpenValue($" {lower}", null), new OpenValue($"{lower} ", null)] : [new OpenValue(lower, null)];
    }

    /// <summary>Whether this answer holds a right one: the same number, or a text with its text inside.</summary>
    public bool Holds(OpenValue gold) => Number is not null ? Number == gold.Number : gold.Text is not null && Text!.Contains(gold.Text, StringComparison.Ordinal);
}
