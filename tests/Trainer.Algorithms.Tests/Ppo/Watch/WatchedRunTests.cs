using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Ppo.Watch;
using Trainer.Recipes;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Ppo.Watch;

public sealed class WatchedRunTests : IDisposable
{
    // A fresh model never says yes, so that this trips as soon as the patience has run out.
    private const string AtRollout3 = "watch: { min_yes_ratio: 0.5, patience: 4";

    // All prompts in each rollout, 4 steps.
    private static readonly string[] Whole = ["ppo.rollout_batch_size=12", "ppo.ppo_epochs=1"];
    private readonly TinyWorld world = new();
    private readonly string reward;

    public WatchedRunTests()
    {
        // Which records are held out depends on the file's path, which is another one in each run of the tests.
        TinyWorld.Train(world.RewardRecipe("judge", "lora_r: 4", "max_steps: 4", ""), "data.val_size=0");
        reward = world.PathOf("judge/model");
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void Run_LengthThatCosts_Trips()
    {
        TinyWorld.Train(world.Recipe("sft", "lora_r: 4", "max_steps: 30"), "data.chat_template=llava_hf", "data.val_size=0");
        const string ppo = "kl_coef: 0, rewards: { penalize_missing_end: false, length_weight: -8 }, watch: { min_length_ratio: 0.95, patience: 2 }";
        TrainingResult result = TinyWorld.Train(
            world.PpoRecipe("run", reward, "max_steps: 200", ppo), $"model.adapter_name_or_path={world.PathOf("sft/model")}", "ppo.rollout_batch_size=12",
            "ppo.response_length=16", "training.per_device_train_batch_size=12", "training.learning_rate=3e-3");

        Assert.True(result.ExitCode == 6, string.Join(' ', Figures("run", "rollout/tokens")));
        WatchTrip trip = WatchTrip.Read(world.PathOf("run"))!;
        Assert.Equal(trip.Message, result.Reason);
        Assert.Equal("watch/length_ratio", trip.Figure);
        Assert.True(trip.Value < 0.95);
        Assert.Equal(trip.Value, Figures("run", "watch/length_ratio")[(int)trip.Rollout], 6);
        Assert.True(Directory.Exists(world.PathOf($"run/checkpoint-{result.Steps}")));
        Assert.False(Directory.Exists(world.PathOf("run/model")));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Run_InterruptedAndResumed_TripsAtTheSameRollout(int after)
    {
        const string training = "max_steps: 40, eval_steps: 1";
        TrainingResult whole = Run(world.PpoRecipe("whole", reward, training, AtRollout3 + " }"));
        string broken = world.PpoRecipe("broken", reward, training, AtRollout3 + " }");
        Assert.Equal(143, Run(broken, stopAfter: after).ExitCode);

        TrainingResult resumed = Run(broken, 0, "training.resume_from_checkpoint=auto");

        Assert.Equal((13, 6), (whole.Steps, whole.ExitCode));
        Assert.Equal(whole, resumed);
        Assert.Equal(3, WatchTrip.Read(world.PathOf("broken"))!.Rollout);
        Assert.Equal(WatchTrip.Read(world.PathOf("whole")), WatchTrip.Read(world.PathOf("broken")));
        Assert.Equal(Figures("whole", "watch/length_ratio"), Figures("broken", "watch/length_ratio"));
    }

    [Fact]
    public void Run_Stopped_StopsAgainUntilTheLimitIsWider()
    {
        string recipe = world.PpoRecipe("run", reward, "max_steps: 16", AtRollout3 + " }");
        TrainingResult stopped = Train(recipe);

        Assert.Equal(stopped, Train(recipe, "training.resume_from_checkpoint=auto"));
        Assert.Equal(0, Train(recipe, "training.resume_from_checkpoint=auto", "ppo.watch.min_yes_ratio=0").ExitCode);
    }

    [Fact]
    public void Run_TripInTheLastStep_IsNoSuccess()
    {
        TrainingResult result = Train(world.PpoRecipe("run", reward, "max_steps: 13", AtRollout3 + " }"));

        Assert.Equal((13, 6), (result.Steps, result.ExitCode));
        Assert.False(Directory.Exists(world.PathOf("run/model")));
    }

    [Fact]
    public void Run_RollBackWithACanary_EndsWithItsBestCheckpoint()
    {
        TrainingResult result = Run(world.PpoRecipe("run", reward, "max_steps: 40, eval_steps: 4, save_steps: 4", AtRollout3 + ", on_trip: roll_back }"));

        Assert.Equal((13, 0), (result.Steps, result.ExitCode));
        Assert.EndsWith("The final model is that of checkpoint-8.", result.Reason, StringComparison.Ordinal);
        Assert.Equal(result.Reason, WatchTrip.Read(world.PathOf("run"))!.Message);
        RequireSameModel("run/checkpoint-8", "run/model");
    }

    [Fact]
    public void Run_RollBackWithoutACanary_EndsWithTheCheckpointBefore()
    {
        TrainingResult result = Train(world.PpoRecipe("run", reward, "max_steps: 40, save_steps: 5", AtRollout3 + ", on_trip: roll_back }"));

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("The final model is that of checkpoint-10.", result.Reason, StringComparison.Ordinal);
        RequireSameModel("run/checkpoint-10", "run/model");
    }

    [Fact]
    public void Run_RollBackWithNothingToGoBackTo_Fails()
    {
        TrainingResult result = Train(world.PpoRecipe("run", reward, "max_steps: 40, save_steps: 20", AtRollout3 + ", on_trip: roll_back }"));

        Assert.Equal(6, result.ExitCode);
        Assert.EndsWith("There is no checkpoint from before, so that there is no final model.", result.Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.PathOf("run/model")));
    }

    [Fact]
    public void Run_Warn_GoesOn()
    {
        TrainingResult result = Train(world.PpoRecipe("run", reward, "max_steps: 16", AtRollout3 + ", on_trip: warn }"));

        Assert.Equal(new TrainingResult(16, 0), result);
        Assert.Contains("The run goes on.", WatchTrip.Read(world.PathOf("run"))!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on_trip: roll_back", "must be greater than 0 for ppo.watch.on_trip: roll_back")]
    [InlineData("max_canary_rise: 0.1", "eval/chair/chair_i, which nothing measures")]
    [InlineData("max_length_ratio: 0.9", "must be greater than 1, or 0 for no limit")]
    [InlineData("min_yes_ratio: 0.8, max_yes_ratio: 0.7", "ppo.watch.min_yes_ratio")]
    [InlineData("patience: 0", "ppo.watch.patience")]
    public void Load_LimitsThatCannotBe_AreProblems(string watch, string problem)
    {
        RecipeException error = Assert.Throws<RecipeException>(() => TinyWorld.Train(world.PpoRecipe("bad", reward, "max_steps: 2, save_steps: 0", $"watch: {{ {watch} }}")));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static TrainingResult Train(string recipe, params string[] overrides) => TinyWorld.Train(recipe, [.. Whole, .. overrides]);

    private static TrainingResult Run(string recipe, int stopAfter = 0, params string[] overrides)
    {
        using var stop = new StopRequest();
        using ITrainingRun run = TinyWorld.Create(recipe, stop, [new Canary(stop, stopAfter)], ["evaluation.suites=[chair]", "evaluation.data_dir=x", .. Whole, .. overrides]);
        return run.Run();
    }

    private void RequireSameModel(string checkpoint, string model) =>
        Assert.All(
            ["adapter_model.safetensors", "value/adapter_model.safetensors", "value/value_head.safetensors"],
            file => Assert.Equal(File.ReadAllBytes(world.PathOf($"{checkpoint}/{file}")), File.ReadAllBytes(world.PathOf($"{model}/{file}"))));

    private double[] Figures(string run, string name) =>
        [.. File.ReadLines(world.PathOf($"{run}/metrics.jsonl")).Select(line => JsonNode.Parse(line)![name]).Where(value => value is not null).Select(value => value!.GetValue<double>())];

    /// <summary>Hallucinates least at step 8, and interrupts the run.</summary>
    private sealed class Canary(StopRequest stop, int stopAfter) : ITrainingHook
    {
        public IReadOnlyDictionary<string, double> Evaluate(int step)
        {
            if (step == stopAfter)
            {
                stop.Ask(PosixSignal.SIGTERM);
            }

            return new Dictionary<string, double> { ["eval/chair/chair_i"] = 0.2 + (0.01 * Math.Abs(step - 8)) };
        }
    }
}
