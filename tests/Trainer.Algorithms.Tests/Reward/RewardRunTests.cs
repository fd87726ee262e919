using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Recipes;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Reward;

public sealed class RewardRunTests : IDisposable
{
    private const string Lora = "lora_r: 4, lora_dropout: 0.1";
    private const string Full = "finetuning_type: full, freeze_multi_modal_projector: false";
    private const string Facts = "fact_kind: captions, facts: ";
    private readonly TinyWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(Lora)]
    [InlineData(Full)]
    public void Run_HeldOutPairs_AreToldApartAfterAndNotBefore(string model)
    {
        // With a learning rate of 0 the first run's held-out figures are those before training.
        TinyWorld.Train(world.RewardRecipe("before", model, "max_steps: 1", ""), "training.learning_rate=0");
        TinyWorld.Train(world.RewardRecipe("after", model, "max_steps: 30", ""));

        Assert.True(Figures("after", "eval/loss")[^1] < 0.5 * Figures("before", "eval/loss")[^1]);
        RewardCard card = RewardCard.Read(world.PathOf("after/model"));
        Assert.Equal((1.0, 4), (card.HeldOutAccuracy, card.HeldOutPairs));
    }

    [Fact]
    public void Run_InterruptedAndResumed_EqualsUninterrupted()
    {
        string training = "max_steps: 8, gradient_accumulation_steps: 2, warmup_steps: 2, eval_steps: 4";
        TinyWorld.Train(world.RewardRecipe("whole", Lora, training, Facts + world.PathOf("facts.json")));
        string broken = world.RewardRecipe("broken", Lora, training, Facts + world.PathOf("facts.json"));
        using (var stop = new StopRequest())
        {
            using ITrainingRun run = TinyWorld.Create(broken, stop, [new StoppingHook(stop)]);
            Assert.Equal(143, run.Run().ExitCode);
        }

        TinyWorld.Train(broken, "training.resume_from_checkpoint=auto");

        foreach (string file in new[] { "checkpoint-8/optimizer.safetensors", $"model/{RewardHead.FileName}", "model/adapter_model.safetensors", $"model/{RewardCard.FileName}" })
        {
            Assert.Equal(File.ReadAllBytes(world.PathOf($"whole/{file}")), File.ReadAllBytes(world.PathOf($"broken/{file}")));
        }
    }

    [Fact]
    public void Run_PictureWithoutFacts_StopsBeforeTheFirstStep()
    {
        File.WriteAllText(world.PathOf("few.json"), """{"0.png": ["a cat"]}""");

        Data.DataException error = Assert.Throws<Data.DataException>(() => TinyWorld.Train(world.RewardRecipe("few", Lora, "max_steps: 2", Facts + world.PathOf("few.json"))));

        Assert.Contains("has no facts under", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fact_kind: captions")]
    [InlineData("facts: a.json")]
    [InlineData("prompt: other")]
    public void Load_OptionsThatContradict_AreProblems(string reward)
    {
        string recipe = world.RewardRecipe("bad", Lora, "max_steps: 2", reward);

        Assert.Throws<RecipeException>(() => TinyWorld.Train(recipe));
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
