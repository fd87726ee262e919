using Trainer.Training.Schedules;

namespace Trainer.Training.Tests.Schedules;

public sealed class LearningRateScheduleTests
{
    // Case lr_cosine_warmup of BPO's reference run: base 2e-6, 1000 steps, warm-up ratio 0.03.
    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, 6.666666666666667e-08)]
    [InlineData(15, 1e-06)]
    [InlineData(29, 1.933333333333333e-06)]
    [InlineData(30, 2e-06)]
    [InlineData(31, 1.999994755236596e-06)]
    [InlineData(515, 1e-06)]
    [InlineData(999, 5.244763404133045e-12)]
    [InlineData(1000, 0.0)]
    public void At_Cosine_EqualsBpo(int step, double expected)
    {
        int warmup = LearningRateSchedule.WarmupStepsFor(0.03, 1000);

        Assert.Equal(30, warmup);
        Assert.Equal(expected, new LearningRateSchedule(ScheduleKind.Cosine, 2e-6, warmup, 1000).At(step), 1e-15);
    }

    // Case ppo.lr of LLaVA-RLHF's reference run; its k counts from 1.
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 6e-06)]
    [InlineData(5, 2.4e-05)]
    [InlineData(6, 3e-05)]
    [InlineData(7, 2.999976141e-05)]
    [InlineData(100, 2.794074841e-05)]
    [InlineData(281, 1.529609139e-05)]
    [InlineData(400, 5.904977844e-06)]
    [InlineData(562, 2.385884782e-10)]
    public void At_Cosine_EqualsLlavaRlhf(int k, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(ScheduleKind.Cosine, 3e-5, 5, 562).At(k - 1), 1e-12);

    // Case rm.lr of LLaVA-RLHF's reference run: warm-up ceil(0.03 · 297) = 9.
    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, 2.222222222e-06)]
    [InlineData(5, 1.111111111e-05)]
    [InlineData(8, 1.777777778e-05)]
    [InlineData(9, 2e-05)]
    [InlineData(100, 2e-05)]
    [InlineData(296, 2e-05)]
    public void At_Constant_EqualsLlavaRlhf(int step, double expected)
    {
        int warmup = LearningRateSchedule.WarmupStepsFor(0.03, 297);

        Assert.Equal(9, warmup);
        Assert.Equal(expected, new LearningRateSchedule(ScheduleKind.Constant, 2e-5, warmup, 297).At(step), 1e-12);
    }

    // Two warm-up steps, then 8 to 0: step 4 is 6/8 of the way from the end.
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1.0)]
    [InlineData(4, 0.75)]
    [InlineData(10, 0.0)]
    [InlineData(12, 0.0)]
    public void At_Linear_FallsToZero(int step, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(ScheduleKind.Linear, 1, 2, 10).At(step), 1e-12);

    [Theory]
    [InlineData(ScheduleKind.Constant)]
    [InlineData(ScheduleKind.Linear)]
    [InlineData(ScheduleKind.Cosine)]
    public void At_WithoutWarmup_BeginsAtThePeak(ScheduleKind kind) =>
        Assert.Equal(0.25, new LearningRateSchedule(kind, 0.25, 0, 10).At(0));
}
