using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training;

namespace Trainer.Algorithms.Tests;

/// <summary>Every stage in two processes, here threads, against one process with the summed batch.</summary>
public sealed class DistributedRunTests : IDisposable
{
    // A batch of one each, so that in many steps only one process has a picture, or a longer answer.
    private const string Together = "training.per_device_train_batch_size=1";
    private const string Alone = "training.per_device_train_batch_size=2";
    private const string Training = "max_steps: 8, gradient_accumulation_steps: 2";
    private const string Slowly = "training.learning_rate=1e-3";

    // AdamW divides by a gradient's own size: of one that is all but zero, the last bits, in which other sums differ, would move the weight.
    private const string Evenly = "training.adam_epsilon=1e-4";
    private const string Full = "finetuning_type: full, freeze_multi_modal_projector: false";
    private const string Lora = "lora_r: 4, freeze_multi_modal_projector: false";
    private readonly TinyWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("sft", Full)]
    [InlineData("sft", Lora)]
    [InlineData("dpo", Full)]
    [InlineData("dpo", Lora)]
    public void Run_TwoProcesses_EqualOneWithTheSummedBatch(string stage, string model)
    {
        TinyWorld.Train(Recipe(stage, "alone", model), Alone, Slowly, Evenly);

        Train(Recipe(stage, "together", model), stopAt: 0, Together, Slowly, Evenly);

        RequireNear("alone/checkpoint-8/optimizer.safetensors", "together/checkpoint-8/optimizer.safetensors");
        Assert.All(Losses("alone").Zip(Losses("together")), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.True(File.Exists(world.PathOf($"together/model/{(model == Full ? "model" : "adapter_model")}.safetensors")));
    }

    [Fact]
    public void Run_PpoInTwoProcesses_EqualsOneWithTheSummedRollout()
    {
        const string Options = "samples_per_prompt: 2, kl_target: 0.3";
        TinyWorld.Train(world.RewardRecipe("judge", "lora_r: 4", "max_steps: 10", ""));
        string judge = world.PathOf("judge/model");
        TinyWorld.Train(world.PpoRecipe("alone", judge, "max_steps: 8", Options), "ppo.rollout_batch_size=12", "training.per_device_train_batch_size=12", Slowly);

        Train(world.PpoRecipe("together", judge, "max_steps: 8", Options), stopAt: 0, "training.per_device_train_batch_size=6", Slowly);

        RequireNear("alone/checkpoint-8/optimizer.safetensors", "together/checkpoint-8/optimizer.safetensors");
        Assert.All(Losses("alone").Zip(Losses("together")), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Run_PpoInTwoProcessesInterruptedWithinARollout_GivesTheSameBytes()
    {
        TinyWorld.Train(world.RewardRecipe("judge", "lora_r: 4", "max_steps: 10", ""));
        string judge = world.PathOf("judge/model");
        Train(world.PpoRecipe("whole", judge, "max_steps: 8", ""));

        TrainingResult[] interrupted = Train(
            world.PpoRecipe("broken", judge, "max_steps: 8, eval_steps: 1", ""), stopAt: 3, "evaluation.suites=[pope]", "evaluation.data_dir=x");
        Train(world.PpoRecipe("broken", judge, "max_steps: 8", ""), stopAt: 0, "training.resume_from_checkpoint=auto");

        Assert.Equal([new TrainingResult(3, 143), new TrainingResult(3, 143)], interrupted);
        Assert.Equal(Bytes("whole/checkpoint-8/optimizer.safetensors"), Bytes("broken/checkpoint-8/optimizer.safetensors"));
    }

    [Theory]
    [InlineData("sft")]
    [InlineData("dpo")]
    public void Run_TwoProcessesInterruptedAndResumed_GiveTheSameBytes(string stage)
    {
        string model = $"{Lora}, lora_dropout: 0.1";
        Train(Recipe(stage, "whole", model), stopAt: 0, Together);

        TrainingResult[] interrupted = Train(Recipe(stage, "broken", model), stopAt: 3, Together, "training.save_steps=3", "training.eval_steps=1");
        Train(Recipe(stage, "broken", model), stopAt: 0, Together, "training.resume_from_checkpoint=auto");

        Assert.Equal([new TrainingResult(3, 143), new TrainingResult(3, 143)], interrupted);
        Assert.Equal(Bytes("whole/checkpoint-8/optimizer.safetensors"), Bytes("broken/checkpoint-8/optimizer.safetensors"));
        Assert.Equal(Bytes("whole/model/adapter_model.safetensors"), Bytes("broken/model/adapter_model.safetensors"));
    }

    [Fact]
    public void Run_BpoInTwoProcesses_WritesTheSameBytes()
    {
        TinyWorld.Train(BpoRecipe("alone"));

        Train(BpoRecipe("together"));

        Assert.All(
            ["answers.jsonl", "completions.json", "preferences.jsonl", "manifest.json"],
            file => Assert.Equal(Bytes($"alone/{file}"), Bytes($"together/{file}")));
    }

    [Fact]
    public void Run_BpoTornByAKill_GoesOnInTwoProcesses()
    {
        TinyWorld.Train(BpoRecipe("whole"));
        Directory.CreateDirectory(world.PathOf("torn"));
        byte[] log = Bytes("whole/answers.jsonl");
        File.WriteAllBytes(world.PathOf("torn/answers.jsonl"), log[..(log.Length / 2)]);

        Train(BpoRecipe("torn"));

        Assert.Equal(Bytes("whole/preferences.jsonl"), Bytes("torn/preferences.jsonl"));
    }

    [Fact]
    public void Run_WatchThatTripsInTwoProcesses_StopsBothAlike()
    {
        TinyWorld.Train(world.RewardRecipe("judge", "lora_r: 4", "max_steps: 2", ""));
        string recipe = world.PpoRecipe("run", world.PathOf("judge/model"), "max_steps: 20", "watch: { min_yes_ratio: 0.5, patience: 2 }");

        TrainingResult[] results = Train(recipe);

        Assert.Equal((5, 6), (results[0].Steps, results[0].ExitCode));
        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void Run_ProcessesWithOtherRecords_AreRefusedByAll()
    {
        string[] recipes = [Recipe("sft", "run", Lora), Recipe("sft", "other", Lora)];
        File.WriteAllText(recipes[1], File.ReadAllText(recipes[1]).Replace("val_size: 2", "val_size: 6", StringComparison.Ordinal));

        Exception?[] errors = Ranks.Errors(2, TimeSpan.FromMinutes(1), group => Train(group, recipes[group.Rank], 0));

        Assert.All(errors, error => Assert.Contains("batches in an epoch", Assert.IsType<Data.DataException>(error).Message, StringComparison.Ordinal));
    }

    private static TrainingResult[] Train(string recipe, int stopAt = 0, params string[] overrides) => Ranks.Run(2, group => Train(group, recipe, stopAt, overrides));

    private static TrainingResult Train(ProcessGroup group, string recipe, int stopAt, params string[] overrides)
    {
        using var stop = new StopRequest();
        AlgorithmDefinition algorithm = AlgorithmCatalog.ForRecipe(recipe, overrides);
        RunContext context = TinyWorld.Context(recipe, stop, [new StoppingHook(stop, stopAt)]) with { Group = group };
        using ITrainingRun run = algorithm.Create(algorithm.Load(recipe, overrides).Options, context);
        return run.Run();
    }

    private string Recipe(string stage, string run, string model) =>
        stage == "sft" ? world.Recipe(run, model, Training) : world.PairRecipe(run, model, Training, "shared_prefix: true");

    private string BpoRecipe(string run)
    {
        string path = world.PathOf($"{run}.yaml");
        File.WriteAllText(path, $$"""
            stage: bpo
            output_dir: {{world.PathOf(run)}}
            model: { model_name_or_path: {{world.ModelPath}} }
            data: { datasets: [{ path: {{world.PathOf("records.jsonl")}} }], chat_template: llava_hf }
            bpo: { batch_size: 5, method: weaken, weaken: { max_new_tokens: 6, temperature: 1.5 } }
            """);
        return path;
    }

    private byte[] Bytes(string path) => File.ReadAllBytes(world.PathOf(path));

    private double[] Losses(string run) =>
        [.. File.ReadLines(world.PathOf($"{run}/metrics.jsonl")).Select(line => JsonNode.Parse(line)!["loss"]?.GetValue<double>()).OfType<double>()];

    /// <summary>Weights and moments.</summary>
    private void RequireNear(string expected, string actual)
    {
        using var scope = new TensorScope();
        using SafetensorsFile wanted = SafetensorsFile.Open(world.PathOf(expected));
        using SafetensorsFile found = SafetensorsFile.Open(world.PathOf(actual));
        Assert.All(wanted.Tensors.Keys, name => Assert.InRange((wanted.Read(name) - found.Read(name)).Abs().Max().Item(), 0, 1e-6));
    }

    private sealed class StoppingHook(StopRequest stop, int stopAt) : ITrainingHook
    {
        private static readonly Dictionary<string, double> Nothing = [];

        public IReadOnlyDictionary<string, double> Evaluate(int step)
        {
            if (step == stopAt)
            {
                stop.Ask(PosixSignal.SIGTERM);
            }

            return Nothing;
        }
    }
}
