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

    // Sizes of a recipe are those of one process, where the release divides what all processes do together. It counts a run's rollouts without
    // regard to where a pass over the prompts ends; here a rollout that a pass can't fill is left out, two of 562.
    [Theory]
    [InlineData("ppo.batch_arith.7b")]
    [InlineData("ppo.batch_arith.13b")]
    public void Counts_OfTheReleasedScripts_AreTheirs(string id)
    {
        var golden = GoldenPpo.Of(id);
        int processes = golden.Input("world_size").GetInt32();
        var plan = new RolloutPlan(
            golden.Input("rollout_batch_size").GetInt32() / processes,
            golden.Input("step_per_device_batch_size").GetInt32(),
            golden.Output("gradient_accumulation_steps").GetInt32(),
            golden.Input("noptepochs").GetInt32());

        Assert.Equal(golden.Output("rollouts_per_device").GetInt32(), plan.Answers);
        Assert.Equal(golden.Output("microbatches_per_epoch_per_device").GetInt32(), plan.BatchesEach);
        Assert.Equal(golden.Output("optimizer_updates_per_ppo_step").GetInt32(), plan.Updates);
        Assert.Equal(golden.Input("step_batch_size").GetInt32(), plan.BatchSize * plan.Accumulation * processes);
    }

    [Fact]
    public void IsStepStart_EveryAccumulation_BeginsAStep() =>
        Assert.Equal([0, 2, 4, 6], Enumerable.Range(0, Plan.Batches).Where(Plan.IsStepStart));
}
