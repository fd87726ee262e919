using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

public sealed class RolloutPlanTests
{
    private static readonly RolloutPlan Plan = new(Answers: 12, BatchSize: 3, Accumulation: 2, Epochs: 2);

    [Fact]
    public void RowsOf_EachPass_HasEveryAnswerOnceInAnOrderOfItsOwn()
    {
        int[][] batches = [.. Enumerable.Range(0, Plan.Batches).Select(batch => Plan.RowsOf(batch, 5, new RandomRoot(1)))];

        Assert.Equal(8, batches.Length);
        Assert.Equal(Enumerable.Range(0, 12), batches[..4].SelectMany(rows => rows).Order());
        Assert.Equal(Enumerable.Range(0, 12), batches[4..].SelectMany(rows => rows).Order());
        Assert.NotEqual(batches[..4].SelectMany(rows => rows), batches[4..].SelectMany(rows => rows));
    }

    [Fact]
    public void RowsOf_AskedAgain_SaysTheSame() =>
        Assert.Equal(Plan.RowsOf(3, 7, new RandomRoot(1)), Plan.RowsOf(3, 7, new RandomRoot(1)));

    [Fact]
    public void IsStepStart_EveryAccumulation_BeginsAStep() =>
        Assert.Equal([0, 2, 4, 6], Enumerable.Range(0, Plan.Batches).Where(Plan.IsStepStart));
}
