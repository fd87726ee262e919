using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Trainer.Evaluation.Scoring;

/// <summary>The interval of a mean of few values that scatter normally, such as a score under several seeds (Student, 1908).</summary>
public static class StudentInterval
{
    /// <summary>Computes mean ± t · s / √n, with t of n − 1 degrees of freedom; null below two values, whose scatter is unknown.</summary>
    /// <param name="values">One value of each run.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Interval? Compute(IReadOnlyList<double> values, double confidence = 0.95)
    {
        if (values.Count < 2)
        {
            return null;
        }

        double quantile = StudentT.InvCDF(location: 0, scale: 1, freedom: values.Count - 1, (1 + confidence) / 2);
        double half = quantile * values.StandardDeviation() / Math.Sqrt(values.Count);
        return new Interval(values.Mean() - half, values.Mean() + half);
    }
}
