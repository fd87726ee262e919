using MathNet.Numerics.Distributions;

namespace Trainer.Evaluation.Scoring;

/// <summary>
/// Exact McNemar test of two answerers on the same yes/no-scored questions (Q. McNemar, 1947). Only the questions
/// on which they differ count; under the null hypothesis each of them falls to either side with probability ½.
/// </summary>
public static class McNemarTest
{
    /// <summary>Compares which questions each got right.</summary>
    /// <param name="baseline">Right or wrong, for each question.</param>
    /// <param name="candidate">The same for the other, in the same order.</param>
    /// <param name="significance">Largest p-value that still is a verdict.</param>
    public static Comparison Compare(IReadOnlyList<bool> baseline, IReadOnlyList<bool> candidate, double significance = 0.05)
    {
        if (baseline.Count != candidate.Count)
        {
            throw new ArgumentException($"The baseline has {baseline.Count} answers, the candidate {candidate.Count}. Compare equal questions.");
        }

        int gained = candidate.Where((right, i) => right && !baseline[i]).Count();
        int lost = candidate.Where((right, i) => !right && baseline[i]).Count();
        double pValue = PValue(gained, lost);
        Verdict verdict = pValue > significance ? Verdict.CannotTell : gained > lost ? Verdict.Better : Verdict.Worse;
        return new Comparison(verdict, Share(gained - lost, baseline.Count), Ci95: null, pValue, "mcnemar_exact");
    }

    private static double? Share(int part, int all) => all == 0 ? null : (double)part / all;

    private static double PValue(int gained, int lost) =>
        gained + lost == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, gained + lost, Math.Min(gained, lost)));
}
