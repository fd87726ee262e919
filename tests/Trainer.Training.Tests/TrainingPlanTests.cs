namespace Trainer.Training.Tests;

public sealed class TrainingPlanTests
{
    [Fact]
    public void ForEpochs_Remainder_GivesAShorterLastStep()
    {
        // Two passes over 5 micro-batches, 4 to a step: 4 + 4 + 2.
        TrainingPlan plan = TrainingPlan.ForEpochs(5, 4, 2);

        Assert.Equal(3, plan.TotalSteps);
        Assert.Equal([4, 4, 2], Enumerable.Range(0, 3).Select(plan.BatchesOf));
        Assert.Equal([0.8, 1.6, 2.0], Enumerable.Range(1, 3).Select(plan.EpochAfter));
    }

    [Fact]
    public void ForEpochs_Fraction_CountsPartOfThePass() => Assert.Equal(5, TrainingPlan.ForEpochs(10, 1, 0.5).TotalSteps);

    [Fact]
    public void ForSteps_FillsEveryStep() => Assert.Equal(4, TrainingPlan.ForSteps(5, 4, 7).BatchesOf(6));
}
