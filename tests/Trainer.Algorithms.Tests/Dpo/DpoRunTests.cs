using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Dpo.References;
using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Dpo;

public sealed class DpoRunTests : IDisposable
{
    private const string Lora = "lora_r: 4, lora_dropout: 0.1";
    private const string LoraAndProjector = "lora_r: 4, freeze_multi_modal_projector: false";
    private const string Full = "finetuning_type: full, freeze_multi_modal_projector: false, freeze_vision_tower: false";
    private static readonly double Ln2 = Math.Log(2);
    private readonly TinyWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(LoraAndProjector)]
    [InlineData(Full)]
    public void Run_FirstStep_IsLn2AndThenLearns(string model)
    {
        TinyWorld.Train(world.PairRecipe("run", model, "max_steps: 20", "reference: initial"));

        double[] losses = Figures("run", "loss");
        Assert.Equal(Ln2, losses[0], 1e-4);
        Assert.True(losses[^1] < 0.8 * Ln2, string.Join(' ', losses));
        Assert.True(Figures("run", "rewards/margins")[^1] > 0);
        Assert.Single(Figures("run", "eval/rewards/accuracies"));
    }

    [Theory]
    [InlineData(Lora, "shared_prefix: true")]
    [InlineData(LoraAndProjector, "loss: { loss_type: [mdpo] }")]
    [InlineData(Full, "weak_image: noise, loss: { loss_type: [mdpo] }")]
    public void Run_InterruptedAndResumed_EqualsUninterrupted(string model, string dpo)
    {
        string training = "max_steps: 8, gradient_accumulation_steps: 2, warmup_steps: 2, eval_steps: 4";
        TinyWorld.Train(world.PairRecipe("whole", model, training, dpo));
        string broken = world.PairRecipe("broken", model, training, dpo);

        Interrupt(broken);
        TrainingResult result = TinyWorld.Train(broken, "training.resume_from_checkpoint=auto");

        Assert.Equal(new TrainingResult(8, 0), result);
        Assert.Equal(Figures("whole", "loss"), Figures("broken", "loss"));
        Assert.Equal(
            File.ReadAllBytes(world.PathOf("whole/checkpoint-8/optimizer.safetensors")),
            File.ReadAllBytes(world.PathOf("broken/checkpoint-8/optimizer.safetensors")));
    }

    [Theory]
    [InlineData("shared_prefix: true", 6)]
    [InlineData("loss: { loss_type: [mdpo] }", 12)]
    public void Run_PrecomputedReference_EqualsLive(string dpo, int differentPairs)
    {
        // The projector learns: only a reference that keeps its own gives what was computed before the first step.
        string cached = world.PairRecipe("cached", LoraAndProjector, "max_steps: 6", $"{dpo}, precomputed_reference: {world.PathOf("cache.safetensors")}");
        Assert.Equal(differentPairs, Precompute(cached));
        TinyWorld.Train(cached);
        TinyWorld.Train(world.PairRecipe("live", LoraAndProjector, "max_steps: 6", dpo));

        Assert.All(Figures("live", "loss").Zip(Figures("cached", "loss")), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Run_SharedPrefixOrTwoRows_LearnTheSame()
    {
        TinyWorld.Train(world.PairRecipe("shared", LoraAndProjector, "max_steps: 6", "shared_prefix: true"));
        TinyWorld.Train(world.PairRecipe("doubled", LoraAndProjector, "max_steps: 6", "shared_prefix: false"));

        Assert.All(Figures("shared", "loss").Zip(Figures("doubled", "loss")), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Run_SharedProjector_MovesTheReference()
    {
        TinyWorld.Train(world.PairRecipe("frozen", LoraAndProjector, "max_steps: 4", "ref_projector: frozen"));
        TinyWorld.Train(world.PairRecipe("drifting", LoraAndProjector, "max_steps: 4", "ref_projector: shared"));

        double[] frozen = Figures("frozen", "rewards/chosen");
        double[] drifting = Figures("drifting", "rewards/chosen");
        Assert.Equal(frozen[0], drifting[0], 1e-5);
        Assert.NotEqual(frozen[^1], drifting[^1], 1e-5);
    }

    [Fact]
    public void Run_StartingAdapter_IsItsOwnReference()
    {
        TinyWorld.Train(world.PairRecipe("first", LoraAndProjector, "max_steps: 5", "reference: initial"));
        string again = world.PairRecipe("second", $"{LoraAndProjector}, adapter_name_or_path: {world.PathOf("first/model")}", "max_steps: 2", "reference: initial");

        TinyWorld.Train(again);
        TinyWorld.Train(again, $"output_dir={world.PathOf("third")}", "dpo.reference=base");

        Assert.Equal(Ln2, Figures("second", "loss")[0], 1e-4);
        Assert.NotEqual(Ln2, Figures("third", "loss")[0], 1e-3);
    }

    [Theory]
    [InlineData("data.max_length=190", "max_length")]
    [InlineData("data.chat_template=llava_v1", "chat_template")]
    [InlineData("dpo.reference=base", "reference")]
    public void Run_StaleReference_IsRefused(string change, string name)
    {
        string recipe = world.PairRecipe("cached", Lora, "max_steps: 2", $"precomputed_reference: {world.PathOf("cache.safetensors")}");
        Precompute(recipe);

        var error = Assert.Throws<CheckpointException>(() => TinyWorld.Train(recipe, change));

        Assert.Contains($"stale: it was computed with other settings than this recipe's ({name}:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WrongFigures_StopAtTheGate()
    {
        string path = world.PathOf("cache.safetensors");
        string recipe = world.PairRecipe("cached", Lora, "max_steps: 2", $"precomputed_reference: {path}");
        Precompute(recipe);
        Shift(path);

        var error = Assert.Throws<RecipeException>(() => TinyWorld.Train(recipe));

        Assert.Contains("ln 2 = 0.6931", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ThenDispose_LeavesNoTensorBehind()
    {
        string recipe = world.PairRecipe("run", LoraAndProjector, "max_steps: 2", "loss: { loss_type: [mdpo] }");
        long before = TensorScope.LiveTensors;

        TinyWorld.Train(recipe);

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static int Precompute(string recipe)
    {
        var algorithm = (DpoAlgorithm)AlgorithmCatalog.ForRecipe(recipe);
        using var stop = new StopRequest();
        return ReferenceLogProbs.Write((DpoRecipe)algorithm.Load(recipe).Options, TinyWorld.Context(recipe, stop, []));
    }

    /// <summary>The same file with each pair's first score one higher.</summary>
    private static void Shift(string path)
    {
        Dictionary<string, string> fingerprint;
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            fingerprint = file.Header.Metadata.Where(entry => entry.Key != "format").ToDictionary();
        }

        ReferenceTable table = ReferenceFile.Read(path, fingerprint);
        var shifted = new ReferenceTable();
        foreach ((UInt128 key, ReferenceEntry entry) in table.Entries)
        {
            shifted.Add(key, entry with { Chosen = entry.Chosen + 1 });
        }

        ReferenceFile.Write(path, shifted, fingerprint);
    }

    /// <summary>Has a signal come during the evaluation at step 4.</summary>
    private static void Interrupt(string recipe)
    {
        using var stop = new StopRequest();
        using ITrainingRun run = TinyWorld.Create(recipe, stop, [new StoppingHook(stop)]);
        Assert.Equal(143, run.Run().ExitCode);
    }

    private double[] Figures(string run, string name) =>
        [.. File.ReadLines(world.PathOf($"{run}/metrics.jsonl")).Select(line => JsonNode.Parse(line)![name]).Where(value => value is not null).Select(value => value!.GetValue<double>())];

    private sealed class StoppingHook(StopRequest stop) : ITrainingHook
    {
        private static readonly Dictionary<string, double> Nothing = [];

        public IReadOnlyDictionary<string, double> Evaluate(int step)
        {
            stop.Ask(PosixSignal.SIGTERM);
            return Nothing;
        }
    }
}
