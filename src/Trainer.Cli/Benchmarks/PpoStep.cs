using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Torch.Optim;

namespace Trainer.Cli.Benchmarks;

/// <summary>One step of reinforcement learning in its three parts, from a fresh start: nothing is kept of pictures seen before.</summary>
internal sealed class PpoStep : IDisposable
{
    private readonly PpoWorld world;
    private readonly RandomRoot random;
    private readonly PpoRoles roles;
    private readonly FlatParameters parameters;
    private readonly AdamW optimizer;
    private readonly PolicySampler sampler;
    private readonly RolloutMaker maker;
    private readonly PpoObjective objective;

    internal PpoStep(PpoWorld world, ITokenizer tokenizer)
    {
        this.world = world;
        PpoOptions options = world.Recipe.Ppo;
        random = new RandomRoot(world.Recipe.Seed);
        roles = new PpoRoles(world.Recipe, random, Device.Cpu);
        parameters = new FlatParameters(roles.Trainable);
        optimizer = new AdamW(parameters, new AdamWOptions());
        sampler = new PolicySampler(roles.Policy, tokenizer, options, random);
        maker = new RolloutMaker(sampler, new RolloutScorer(roles, options), options, ProcessGroup.Single) { Show = view => Seen = view };
        objective = new PpoObjective(roles, options, ForwardContext.Inference, new PolicyDrift(0));
    }

    /// <summary>The rewards, once answers were scored.</summary>
    internal RolloutView? Seen { get; private set; }

    /// <summary>The weights that learn.</summary>
    internal IReadOnlyDictionary<string, float[]> Weights => roles.Trainable.ToDictionary(entry => entry.Name, entry => entry.Value.ToArray<float>());

    /// <summary>The policy answers all prompts.</summary>
    internal IReadOnlyList<SampledAnswer> Roll()
    {
        using var scope = new TensorScope();
        return sampler.Sample(world.Prompts, 0);
    }

    /// <summary>All roles read the given answers; rewards and advantages.</summary>
    internal Rollout Score() => maker.Judge(world.Prompts, world.Given, 0, world.Recipe.Ppo.KlCoef);

    /// <summary>The optimiser's steps.</summary>
    /// <returns>Loss of each.</returns>
    internal double[] Update(Rollout rollout)
    {
        RolloutPlan plan = PpoWorld.PlanOf(world.Recipe.Ppo);
        return [.. Enumerable.Range(0, plan.Batches).Select(number =>
        {
            RolloutRow[] rows = [.. plan.RowsOf(number, 0, random).Select(row => rollout.Rows[row])];
            using var batch = new RolloutBatch(rows, roles, new Dictionary<string, double>());
            return OptimizerStep.Run(objective, batch, optimizer, PpoWorld.LearningRate);
        })];
    }

    public void Dispose()
    {
        optimizer.Dispose();
        parameters.Dispose();
        roles.Dispose();
    }
}
