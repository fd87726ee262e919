using Trainer.Algorithms.Common.Planning;
using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Ppo;

/// <summary>Tests that count what the whole process allocates, and so must be alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "alone";
}

/// <summary>The plan of each phase of reinforcement learning, against what the phase takes.</summary>
[Collection(AloneCollection.Name)]
public sealed class PpoMemoryTests : IDisposable
{
    private const double Tolerance = 0.1;
    private readonly TinyWorld world = new();
    private readonly PpoRecipe recipe;
    private readonly RunContext context;
    private readonly PpoParts parts;
    private readonly MemoryPlan plan;
    private readonly long before;

    public PpoMemoryTests()
    {
        string facts = world.PathOf("all-facts.json");
        string[] keys = [.. Enumerable.Range(0, 3).SelectMany(picture => new[] { $"{picture}.png", $"aok_{picture}.png" })];
        File.WriteAllText(facts, $"{{ {string.Join(", ", keys.Select(key => $"\"{key}\": [\"one animal of any kind\"]"))} }}");
        TinyWorld.Train(world.RewardRecipe("judge", "lora_r: 4", "max_steps: 2", $"fact_kind: captions, facts: {facts}"), "data.val_size=0");
        string options = $"facts: {facts}, ppo_epochs: 1";
        string path = world.PpoRecipe("run", world.PathOf("judge/model"), "max_steps: 8", options);
        string[] overrides = ["ppo.response_length=48", "ppo.rollout_batch_size=12", "ppo.rollout_per_device_batch_size=12", "ppo.scoring_batch_size=12", "training.per_device_train_batch_size=12"];
        var algorithm = new PpoAlgorithm();
        recipe = (PpoRecipe)algorithm.Load(path, overrides).Options;
        context = TinyWorld.Context(path, new StopRequest(), []);
        plan = algorithm.Plan(recipe, context)!;
        before = Backend.MemoryOf(Device.Cpu).Allocated;
        parts = new PpoParts(recipe, context);
    }

    public void Dispose()
    {
        parts.Dispose();
        context.Stop.Dispose();
        world.Dispose();
    }

    [Fact]
    public void Plan_Rollout_IsWhatSamplingTakes()
    {
        RolloutPrompt[] prompts = Prompts();
        var sampler = new PolicySampler(parts.Roles.Policy, parts.Tokenizer, recipe.Ppo, parts.Random);

        Near(Beyond("rollout"), Measure(() => sampler.Sample(prompts, 0)));
    }

    [Fact]
    public void Plan_ScoringAndJudging_AreWhatReadingTakes()
    {
        RolloutPrompt[] prompts = Prompts();
        var scorer = new RolloutScorer(parts.Roles, recipe.Ppo);

        Near(Math.Max(Beyond("scoring"), Beyond("judging")), Measure(() => scorer.Score(prompts, Answers(prompts))));
    }

    [Fact]
    public void Plan_Update_IsWhatBothLossesTake()
    {
        RolloutPrompt[] prompts = Prompts();
        float[] numbers = [.. Enumerable.Range(0, recipe.Ppo.ResponseLength).Select(i => 0.1f * i)];
        RolloutRow[] rows = [.. prompts.Zip(Answers(prompts), (prompt, answer) => new RolloutRow(prompt, new RolloutAnswer(answer.Tokens, numbers, numbers, numbers, numbers)))];
        var objective = new PpoObjective(parts.Roles, recipe.Ppo, ForwardContext.Inference, new PolicyDrift(0));

        // The gradients of what learns are a part of the plan throughout; here they begin with the first backward pass.
        Near(plan.Phases.Where(phase => phase.Name is not ("rollout" or "scoring" or "judging")).Max(phase => Beyond(phase.Name)), Measure(() =>
        {
            using var batch = new RolloutBatch(rows, parts.Roles, new Dictionary<string, double>());
            using IDisposable use = parts.Roles.Policy.Use();
            objective.Compute(batch).Loss.Backward();
        }));
    }

    [Fact]
    public void Roles_OneBase_TakeOneBasesWeightsAndFourAdapters()
    {
        long held = Backend.MemoryOf(Device.Cpu).Allocated - before;
        long weights = parts.Roles.Policy.Model.Parameters.Sum(parameter => parameter.Value.Count) * sizeof(float);
        long learning = parts.Roles.Trainable.Sum(tensor => tensor.Value.Count) * sizeof(float);

        // Values and rewards have an adapter each, of one size. Frozen weights are read from the mapped file, and so count for nothing.
        Assert.True(parts.Roles.IsOneBase);
        Assert.InRange(held, learning, (2 * learning) + (weights / 4));
    }

    private double Beyond(string phase) => plan.Phases.Single(own => own.Name == phase).Total - plan.Phases.Single(own => own.Name == "update").Total;

    private static void Near(double planned, double measured) => Assert.InRange(measured, planned * (1 - Tolerance), planned * (1 + Tolerance));

    /// <summary>The most that tensors hold meanwhile, beyond what they hold before, features of pictures kept.</summary>
    private static double Measure(Action act)
    {
        using var scope = new TensorScope();
        act();
        long held = Backend.MemoryOf(Device.Cpu).Allocated;
        Backend.ResetPeak(Device.Cpu);
        using var again = new TensorScope();
        act();
        return Backend.MemoryOf(Device.Cpu).Peak - held;
    }

    private RolloutPrompt[] Prompts()
    {
        using BatchStream<RolloutPrompts> stream = parts.Data.OpenTraining(recipe.Ppo.RolloutBatchSize, parts.Random, context.Group);
        return [.. stream.Next().Prompts];
    }

    private SampledAnswer[] Answers(RolloutPrompt[] prompts) =>
        [.. prompts.Select(_ => new SampledAnswer([.. Enumerable.Repeat(5L, recipe.Ppo.ResponseLength)], HasEnd: false, "as long as it may be"))];
}
