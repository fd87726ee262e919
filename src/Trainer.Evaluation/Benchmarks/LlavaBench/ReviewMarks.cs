using System.Globalization;

namespace Trainer.Evaluation.Benchmarks.LlavaBench;

/// <summary>A judge's marks from 1 to 10 of two answers.</summary>
/// <param name="Reference">Mark of the first.</param>
/// <param name="Candidate">Mark of the second.</param>
public readonly record struct ReviewMarks(double Reference, double Candidate)
{
    /// <summary>The marks of a review that can't be read. The reference scripts average them like any other.</summary>
    public static ReviewMarks Unreadable { get; } = new(-1, -1);

    /// <summary>LLaVA's rule: the first line must be two numbers with one blank or comma between and nothing else, so "8, 7" can't be read.</summary>
    public static ReviewMarks Strict(string review) => Of(review.Split('\n', 2)[0].Replace(',', ' ').Split(' '));

    /// <summary>Our rule: any blanks and commas may stand around the two numbers of the first line.</summary>
    public static ReviewMarks Tolerant(string review) => Of(review.Split('\n', 2)[0].Split([',', ' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static ReviewMarks Of(string[] words) => words.Select(Number).ToArray() is [{ } first, { } second] ? new ReviewMarks(first, second) : Unreadable;

    private static double? Number(string word) =>
        double.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number) ? number : null;
}
