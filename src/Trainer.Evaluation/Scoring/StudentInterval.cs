using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Trainer.Evaluation.Scoring;

/// <summary>The interval of a mean of few values that scatter normally, such as a score under several seeds (Student, 1908).</summary>
public static class StudentInterval
{
    /// <summary>Computes mean ± t · s / √n, with t of n − 1 degrees of freedom; null below two values, whose scatter is unknown.</summary>
    /// <param name="values">One value of each run.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Interval? Compute(IReadOnlyList<double> values, double confidence = 0.95) =>
        values.Count < 2 ? null : Around(values.Mean(), values.StandardDeviation(), values.Count, confidence);

    /// <summary>The same where only mean and scatter are known; null below two values.</summary>
    /// <param name="mean">Of the values.</param>
    /// <param name="deviation">Their standard deviation, s.</param>
    /// <param name="count">How many there are, n.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Interval? Around(double mean, double deviation, long count, double confidence = 0.95)
    {
        if (count < 2)
        {
            return null;
        }

        double quantile = StudentT.InvCDF(location: 0, scale: 1, freedom: count - 1, (1 + confidence) / 2);
        double half = quantile * deviation / Math.Sqrt(count);
        return new Interval(mean - half, mean + half);
    }
}
