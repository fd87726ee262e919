using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Training.Checkpoints;

namespace Trainer.Algorithms.Tests.Ppo;

/// <summary>
/// Cases <c>ppo.train_loop.*</c> and <c>ckpt.last</c> of LLaVA-RLHF's reference run, from which checkpoints here differ on purpose. There,
/// checkpoint-N is written before step N runs, nothing is saved at the end, and a resumed run begins with empty moments; here, checkpoint-N
/// holds N steps, the last one is saved too, and a resumed run is the run. Extra steps to save at are not an option.
/// </summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TinyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void Run_PlanOfTheReferenceLoop_SavesAfterStepsAndGoesOnWithItsMoments()
    {
        TinyWorld.Train(world.RewardRecipe("judge", "lora_r: 4", "max_steps: 2", ""));
        GoldenPpo fresh = GoldenPpo.Of("ppo.train_loop.fresh");
        GoldenPpo resumed = GoldenPpo.Of("ppo.train_loop.resume");
        int steps = (int)fresh.Number("total_steps");
        int from = (int)resumed.Expected("first_step_run")[0];
        string recipe = world.PpoRecipe("run", world.PathOf("judge/model"), $"max_steps: {steps}, save_steps: {fresh.Number("save_steps")}, save_total_limit: {steps}", "ppo_epochs: 1");
        const string oneStepEach = "ppo.rollout_batch_size=3";
        TinyWorld.Train(recipe, oneStepEach);
        int[] saved = [10, 20, 30, steps];
        Assert.Equal(saved, new CheckpointStore(world.PathOf("run")).Steps);

        // From the same folder as there; equal bytes at the end need weights, moments and random streams alike.
        byte[] whole = File.ReadAllBytes(world.PathOf($"run/checkpoint-{steps}/optimizer.safetensors"));
        Array.ForEach([.. saved.Where(step => step > from)], step => Directory.Delete(world.PathOf($"run/checkpoint-{step}"), recursive: true));
        TinyWorld.Train(recipe, oneStepEach, "training.resume_from_checkpoint=auto");

        Assert.Equal(saved, new CheckpointStore(world.PathOf("run")).Steps);
        Assert.Equal(whole, File.ReadAllBytes(world.PathOf($"run/checkpoint-{steps}/optimizer.safetensors")));
        int[] lines = [.. File.ReadLines(world.PathOf("run/metrics.jsonl")).Select(line => JsonNode.Parse(line)!["step"]!.GetValue<int>())];
        Assert.Equal(Enumerable.Range(1, steps), lines);
    }

    [Theory]
    [InlineData("epoch 1, record 7")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Run_PositionThatIsNotARollouts_IsRefusedByName(string position)
    {
        TinyWorld.Train(world.RewardRecipe("judge", "lora_r: 4", "max_steps: 2", ""));
        string recipe = world.PpoRecipe("run", world.PathOf("judge/model"), "max_steps: 3, save_steps: 2", "");
        TinyWorld.Train(recipe);
        Directory.Delete(world.PathOf("run/checkpoint-3"), recursive: true);
        string path = world.PathOf("run/checkpoint-2/trainer_state.json");
        JsonNode state = JsonNode.Parse(File.ReadAllText(path))!;
        state["source"] = position;
        File.WriteAllText(path, state.ToJsonString());

        CheckpointException error = Assert.Throws<CheckpointException>(() => TinyWorld.Train(recipe, "training.resume_from_checkpoint=auto"));

        Assert.Contains("is not that of a run with stage: ppo", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Latest_FolderOfTheReference_IsTheGreatestNumberAndNoMarkHidesIt()
    {
        using var folder = new TemporaryDirectory();
        var store = new CheckpointStore(folder.Path);
        Assert.Null(store.Latest);

        foreach (string name in new[] { "checkpoint-9", "checkpoint-100" })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, name));
        }

        Assert.Equal(store.PathOf(100), store.Latest);
        folder.Write("completed", "");
        Assert.Equal(store.PathOf(100), store.Latest);
    }
}
