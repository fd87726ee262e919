using MathNet.Numerics.Distributions;

namespace Trainer.Evaluation.Scoring;

/// <summary>
/// Score interval of a proportion (E. B. Wilson, 1927). Unlike the normal approximation it never leaves 0…1 and keeps a width
/// when all trials end alike.
/// </summary>
public static class WilsonInterval
{
    /// <summary>Computes the interval.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Independent trials; none say nothing, which is the interval 0…1.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Interval Compute(long successes, long trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        double z = Normal.InvCDF(0, 1, (1 + confidence) / 2);
        double share = (double)successes / trials;
        double pull = z * z / trials;
        double centre = (share + (pull / 2)) / (1 + pull);
        double half = Math.Sqrt((z * z * share * (1 - share) / trials) + (pull * pull / 4)) / (1 + pull);

        // Rounding may carry an end that is exactly 0 or 1 over the edge.
        return new Interval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
