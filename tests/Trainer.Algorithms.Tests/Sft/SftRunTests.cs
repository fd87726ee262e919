using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Sft;

public sealed class SftRunTests : IDisposable
{
    private const string Full = "finetuning_type: full, freeze_multi_modal_projector: false";
    private const string Lora = "finetuning_type: lora, lora_r: 4, lora_dropout: 0.1";
    private readonly TinyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void Run_FullWeights_LearnsAndSavesALoadableModel()
    {
        string recipe = world.Recipe("run", Full, "max_steps: 30, logging_steps: 5");

        TrainingResult result = TinyWorld.Train(recipe);

        double[] losses = [.. Metrics("run").Where(line => line["loss"] is not null).Select(line => line["loss"]!.GetValue<double>())];
        using LlavaModel saved = LlavaCheckpoint.Load(world.PathOf("run/model"), Placement.CpuFloat);
        Assert.Equal(new TrainingResult(30, 0), result);
        Assert.True(losses[^1] < 0.5 * losses[0], string.Join(' ', losses));
        Assert.True(File.Exists(world.PathOf("run/model/tokenizer.model")));
        Assert.Equal(["checkpoint-30", "environment.json", "metrics.jsonl", "model", "recipe.yaml", "tensorboard"], Entries("run"));
    }

    [Fact]
    public void Run_NamedDatasets_ReportsTheLossOfEachInTrainingAndValidation()
    {
        string recipe = world.Recipe("run", Full, "max_steps: 4, logging_steps: 4");

        TinyWorld.Train(recipe, $"data.datasets=[{{path: {world.PathOf("records.jsonl")}, name: one}}, {{path: {world.PathOf("records.jsonl")}, name: two}}]");

        string[] names = [.. Metrics("run").SelectMany(line => line.AsObject().Select(figure => figure.Key)).Where(name => name.Contains("loss/", StringComparison.Ordinal)).Distinct().Order()];
        Assert.Equal(["eval/loss/one", "eval/loss/two", "loss/one", "loss/two"], names);
    }

    [Fact]
    public void Run_FrozenParts_StayAsTheyWere()
    {
        TinyWorld.Train(world.Recipe("run", "finetuning_type: full", "max_steps: 3"));

        using var scope = new TensorScope();
        using LlavaModel before = LlavaCheckpoint.Load(world.ModelPath, Placement.CpuFloat);
        using LlavaModel after = LlavaCheckpoint.Load(world.PathOf("run/model"), Placement.CpuFloat);
        ParameterGroup[] changed = [.. before.Parameters.Zip(after.Parameters)
            .Where(pair => !pair.First.Value.SameAs(pair.Second.Value)).Select(pair => pair.First.Group).Distinct()];

        Assert.Equal([ParameterGroup.LanguageModel], changed);
    }

    [Fact]
    public void Run_Lora_SavesAnAdapterThatLoads()
    {
        TinyWorld.Train(world.Recipe("run", Lora, "max_steps: 3"));

        using LlavaModel model = LlavaCheckpoint.Load(world.ModelPath, Placement.CpuFloat);
        LoraAdapter adapter = AdapterCheckpoint.Load(model.Adapters, "policy", world.PathOf("run/model"));
        Assert.Equal(4, adapter.Options.Rank);
        Assert.Contains(adapter.Parameters, parameter => parameter.Name.EndsWith("lora_B.weight", StringComparison.Ordinal) && parameter.Value.Abs().Max().Item() > 0);
    }

    [Theory]
    [InlineData(Full)]
    [InlineData(Lora)]
    public void Run_InterruptedAndResumed_EqualsUninterrupted(string model)
    {
        string training = "max_steps: 8, logging_steps: 3, gradient_accumulation_steps: 2, warmup_steps: 2, eval_steps: 4";
        TinyWorld.Train(world.Recipe("whole", model, training));
        string broken = world.Recipe("broken", model, training);

        Interrupt(broken);
        TrainingResult result = TinyWorld.Train(broken, "training.resume_from_checkpoint=auto");

        Assert.Equal(new TrainingResult(8, 0), result);
        Assert.Equal(Timeless("whole"), Timeless("broken"));
        Assert.Equal(
            File.ReadAllBytes(world.PathOf("whole/checkpoint-8/optimizer.safetensors")),
            File.ReadAllBytes(world.PathOf("broken/checkpoint-8/optimizer.safetensors")));
        string weights = model == Full ? "model.safetensors" : "adapter_model.safetensors";
        Assert.Equal(File.ReadAllBytes(world.PathOf($"whole/model/{weights}")), File.ReadAllBytes(world.PathOf($"broken/model/{weights}")));
    }

    [Fact]
    public void Create_FolderWithCheckpoints_IsNotOverwritten()
    {
        string recipe = world.Recipe("run", Lora, "max_steps: 1");
        TinyWorld.Train(recipe);

        var error = Assert.Throws<RecipeException>(() => TinyWorld.Train(recipe));

        Assert.Contains("resume_from_checkpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DryRun_RealBatch_ReportsAndChangesNothing()
    {
        using ITrainingRun run = TinyWorld.Create(world.Recipe("run", Full, "num_train_epochs: 2"), new StopRequest(), []);

        DryRunReport report = run.DryRun();

        // Ten records are left after two are held out: 4 micro-batches of at most 3 an epoch.
        Assert.Equal(8, report.Steps);
        Assert.Equal(3, report.Samples);
        Assert.True(double.IsFinite(report.Loss!.Value));
        Assert.False(Directory.Exists(world.PathOf("run/model")));
    }

    [Fact]
    public void Run_ThenDispose_LeavesNoTensorBehind()
    {
        string recipe = world.Recipe("run", Lora, "max_steps: 2");
        long before = TensorScope.LiveTensors;

        TinyWorld.Train(recipe);

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    /// <summary>
    /// The garbage collector and the just-in-time compiler take 2 to 8 MiB more between the two steps. One activation that stays
    /// behind in each step takes 25 MiB, and a graph that does takes 40.
    /// </summary>
    [Fact]
    public void Run_FiveHundredSteps_KeepsResidentMemoryFlat()
    {
        const double mostGrowth = 16.0 / 1024;
        string recipe = world.Recipe("run", Lora + ", gradient_checkpointing: true", "max_steps: 500, logging_steps: 100, save_steps: 0");

        TinyWorld.Train(recipe, "training.per_device_train_batch_size=5");

        double[] resident = [.. Metrics("run").Select(line => line["memory_gib"]?.GetValue<double>()).OfType<double>()];
        Assert.Equal(5, resident.Length);
        Assert.InRange(resident[^1], 0, resident[0] + mostGrowth);
    }

    [Fact]
    public void ForRecipe_UnknownStage_NamesTheKnownOnes()
    {
        string recipe = world.Recipe("run", Full, "max_steps: 1");

        var error = Assert.Throws<RecipeException>(() => AlgorithmCatalog.ForRecipe(recipe, "stage=sftt"));

        Assert.Contains("Known: sft", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Has a signal come during the evaluation at step 4.</summary>
    private static void Interrupt(string recipe)
    {
        using var stop = new StopRequest();
        using ITrainingRun run = TinyWorld.Create(recipe, stop, [new StoppingHook(stop, PosixSignal.SIGTERM)]);
        Assert.Equal(143, run.Run().ExitCode);
    }

    private IEnumerable<JsonObject> Metrics(string run) =>
        File.ReadLines(world.PathOf($"{run}/metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject());

    private string[] Timeless(string run) => [.. Metrics(run).Select(record =>
    {
        foreach (string name in new[] { "time", "samples_per_second", "tokens_per_second", "memory_gib" })
        {
            record.Remove(name);
        }

        return record.ToJsonString();
    })];

    private string[] Entries(string run) =>
        [.. Directory.EnumerateFileSystemEntries(world.PathOf(run)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private sealed class StoppingHook(StopRequest stop, PosixSignal signal) : ITrainingHook
    {
        private static readonly Dictionary<string, double> Nothing = [];

        public IReadOnlyDictionary<string, double> Evaluate(int step)
        {
            stop.Ask(signal);
            return Nothing;
        }
    }
}
