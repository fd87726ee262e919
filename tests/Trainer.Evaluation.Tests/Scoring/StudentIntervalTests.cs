using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Scoring;

public sealed class StudentIntervalTests
{
    // Quantiles of 0.975 from printed tables of Student's t: 12.706 (1 degree of freedom), 4.303 (2), 2.776 (4).
    [Theory]
    [InlineData(new double[] { 1, 3 }, 2, 12.706)]
    [InlineData(new double[] { 1, 2, 3 }, 2, 4.303 * 0.57735)]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, 3, 2.776 * 0.70711)]
    public void Compute_FewValues_IsMeanAndQuantileTimesStandardError(double[] values, double mean, double half)
    {
        Interval interval = StudentInterval.Compute(values)!.Value;

        Assert.Equal(mean, (interval.Low + interval.High) / 2, 12);
        Assert.Equal(half, (interval.High - interval.Low) / 2, 2e-3);
    }

    [Fact]
    public void Compute_EqualValues_HasNoWidth() => Assert.Equal(new Interval(0.5, 0.5), StudentInterval.Compute([0.5, 0.5, 0.5]));

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new double[] { 1 })]
    public void Compute_BelowTwoValues_KnowsNoScatter(double[] values) => Assert.Null(StudentInterval.Compute(values));

    [Fact]
    public void Compute_LessConfidence_IsNarrower()
    {
        Interval wide = StudentInterval.Compute([1, 2, 4])!.Value;
        Interval narrow = StudentInterval.Compute([1, 2, 4], confidence: 0.5)!.Value;

        Assert.True(wide.Low < narrow.Low && narrow.High < wide.High);
    }
}
