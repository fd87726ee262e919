using System.Globalization;

namespace Trainer.Evaluation.Scoring;

/// <summary>
/// LLaVA-Bench's summary of a judge's pairs of marks from 1 to 10: the candidate's mean as a percentage of the reference's, from means of
/// three decimals, all three figures of one.
/// </summary>
/// <param name="Relative">Candidate by reference, in percent.</param>
/// <param name="Reference">Ten times the reference's mean.</param>
/// <param name="Candidate">Ten times the candidate's mean.</param>
public sealed record RelativeScore(double Relative, double Reference, double Candidate)
{
    /// <summary>The marks of a review that can't be read, which count like any other.</summary>
    private const double Unreadable = -1;

    /// <summary>Summarises marks.</summary>
    /// <param name="marks">Reference's and candidate's mark of each question; at least one.</param>
    public static RelativeScore Of(IReadOnlyList<(double Reference, double Candidate)> marks)
    {
        double reference = Math.Round(marks.Average(pair => pair.Reference), 3);
        double candidate = Math.Round(marks.Average(pair => pair.Candidate), 3);
        return new RelativeScore(Math.Round(candidate / reference * 100, 1), Math.Round(reference * 10, 1), Math.Round(candidate * 10, 1));
    }

    /// <summary>The two marks in a review's first line, parted by spaces or commas.</summary>
    public static (double Reference, double Candidate) Parse(string review)
    {
        string[] words = review.Split('\n', 2)[0].Replace(',', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        double?[] marks = [.. words.Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double mark) ? mark : (double?)null)];
        return marks is [{ } first, { } second] ? (first, second) : (Unreadable, Unreadable);
    }
}
