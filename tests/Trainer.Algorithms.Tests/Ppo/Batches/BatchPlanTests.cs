using System.Text.Json;
using Trainer.Algorithms.Ppo.Batches;

namespace Trainer.Algorithms.Tests.Ppo.Batches;

public sealed class BatchPlanTests
{
    private static readonly BatchPlan Released = new()
    {
        WorldSize = 8,
        RolloutBatchSize = 512,
        RolloutPerDeviceBatchSize = 64,
        StepBatchSize = 256,
        StepPerDeviceBatchSize = 16,
        UpdateEpochs = 2,
    };

    [Theory]
    [InlineData("ppo.batch_arith.7b")]
    [InlineData("ppo.batch_arith.13b")]
    public void Counts_GoldenScripts_AreTheReleasedOnes(string id)
    {
        var golden = GoldenPpo.Of(id);
        BatchPlan plan = Released with { RolloutPerDeviceBatchSize = golden.Input("rollout_per_device_batch_size").GetInt32() };

        Assert.Empty(plan.Problems());
        Assert.Equal(Count("rollout_accumulation_steps"), plan.RolloutAccumulationSteps);
        Assert.Equal(Count("gradient_accumulation_steps"), plan.GradientAccumulationSteps);
        Assert.Equal(Count("rollouts_per_device"), plan.RolloutsPerDevice);
        Assert.Equal(Count("microbatches_per_epoch_per_device"), plan.MicroBatchesPerEpoch);
        Assert.Equal(Count("optimizer_updates_per_ppo_step"), plan.UpdatesPerStep);
        Assert.Equal(Count("total_steps"), plan.TotalSteps(golden.Input("dataset_size").GetInt32(), golden.Number("total_epochs")));

        int Count(string key) => golden.Output(key).GetInt32();
    }

    [Fact]
    public void Problems_GoldenImpossibleSizes_AreRefused() =>
        Assert.All(GoldenPpo.Of("ppo.batch_arith.invalid").Input("cases").EnumerateArray(), item => Assert.NotEmpty(With(item).Problems()));

    [Fact]
    public void Problems_NotDivisible_NameTheUnit()
    {
        string problem = Assert.Single((Released with { WorldSize = 6 }).Problems(), problem => problem.Key == "rollout_batch_size").Message;

        Assert.Contains("multiple of 384", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_StepDoesNotDivideTheRollout_IsRefused() =>
        Assert.Equal("step_batch_size", Assert.Single((Released with { StepBatchSize = 384 }).Problems()).Key);

    [Fact]
    public void Problems_Zeros_AreAllNamed() =>
        Assert.Equal(
            ["rollout_batch_size", "step_batch_size", "step_per_device_batch_size", "update_epochs"],
            (Released with { RolloutBatchSize = 0, StepPerDeviceBatchSize = 0, StepBatchSize = 0, UpdateEpochs = 0 }).Problems()
                .Select(problem => problem.Key).Distinct().Order());

    private static BatchPlan With(JsonElement item) => Released with
    {
        RolloutBatchSize = Read(item, "rollout_batch_size", Released.RolloutBatchSize),
        RolloutPerDeviceBatchSize = Read(item, "rollout_per_device_batch_size", Released.RolloutPerDeviceBatchSize),
        StepBatchSize = Read(item, "step_batch_size", Released.StepBatchSize),
        StepPerDeviceBatchSize = Read(item, "step_per_device_batch_size", Released.StepPerDeviceBatchSize),
    };

    private static int Read(JsonElement item, string key, int otherwise) =>
        item.TryGetProperty(key, out JsonElement value) ? value.GetInt32() : otherwise;
}
