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
    private const int Decimals = 3;

    /// <summary>Summarises marks.</summary>
    /// <param name="marks">Reference's and candidate's mark of each question; at least one.</param>
    public static RelativeScore Of(IReadOnlyList<(double Reference, double Candidate)> marks)
    {
        (double reference, double candidate) = (marks.Average(pair => pair.Reference), marks.Average(pair => pair.Candidate));
        return new RelativeScore(
            Math.Round(Percentage(reference, candidate), 1), Math.Round(Math.Round(reference, Decimals) * 10, 1), Math.Round(Math.Round(candidate, Decimals) * 10, 1));
    }

    /// <summary>The candidate's mean as a percentage of the reference's, both rounded to three decimals first.</summary>
    internal static double Percentage(double reference, double candidate) => Math.Round(candidate, Decimals) / Math.Round(reference, Decimals) * 100;
}
