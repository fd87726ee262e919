using Trainer.Algorithms.Common;
using Trainer.Algorithms.Ppo.Kl;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Training;

namespace Trainer.Algorithms.Ppo;

/// <summary>A recipe's parts put together: roles, prompts, rollouts, objective, session.</summary>
internal sealed class PpoRun : ITrainingRun
{
    private readonly PpoRecipe recipe;
    private readonly RunContext context;
    private readonly PpoParts parts;
    private readonly TrainingSession session;
    private readonly BatchStream<RolloutPrompts> prompts;
    private readonly PolicyDrift drift;

    internal PpoRun(PpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        this.context = context;
        parts = new PpoParts(recipe, context);
        session = new TrainingSession(recipe, context, parts.Roles);
        prompts = parts.Data.OpenTraining(recipe.Ppo.RolloutBatchSize / recipe.Ppo.SamplesPerPrompt, parts.Random, context.Group, dropLast: true);
        drift = new PolicyDrift(recipe.Ppo.StopStepKl);
    }

    public TrainingResult Run()
    {
        if (parts.Data.Dropped > 0)
        {
            context.Progress.WriteLine($"Left out: {parts.Data.Dropped} prompts that are too long for ppo.query_length or for a model, or that have no facts.");
        }

        return session.Run(Source(), Objective(), context.Hooks(recipe, parts.Roles.Policy.Model), TokensOf);
    }

    public DryRunReport DryRun() => session.DryRun(Source(), Objective());

    /// <summary>Weights of the policy's base, which all roles only read.</summary>
    internal IReadOnlyList<Parameter> BaseWeights() => parts.Roles.Policy.Model.Parameters;

    public void Dispose()
    {
        prompts.Dispose();
        session.Dispose();
        parts.Dispose();
    }

    private static long[][] TokensOf(RolloutBatch batch) => [.. batch.Texts.Policy.TokenIds.ToArray<long>().Chunk((int)batch.Texts.Policy.TokenIds.Size(1))];

    private RolloutSource Source()
    {
        PpoOptions options = recipe.Ppo;
        var sampler = new PolicySampler(parts.Roles.Policy, parts.Tokenizer, options, parts.Random);
        var log = new RolloutLog(new RunDirectory(recipe.OutputDir).Path, options.LogRollouts, recipe.Data.ImageDir);
        var maker = new RolloutMaker(sampler, new RolloutScorer(parts.Roles, options), options, context.Group)
        {
            Show = context.Group.IsFirst ? log.Write : _ => { },
        };
        var plan = new RolloutPlan(options.RolloutBatchSize, recipe.Training.PerDeviceTrainBatchSize, recipe.Training.GradientAccumulationSteps, options.PpoEpochs);
        IKlController kl = options.KlTarget > 0 ? new AdaptiveKl(options.KlCoef, options.KlTarget, options.KlHorizon) : new FixedKl(options.KlCoef);
        return new RolloutSource(prompts, maker, plan, kl, new RolloutParts(parts.Roles, parts.Random, context.Group, drift));
    }

    private PpoObjective Objective() => new(parts.Roles, recipe.Ppo, Training(), drift);

    private ForwardContext Training() => new()
    {
        Dropout = recipe.Model.LoraDropout > 0 ? session.Dropout : null,
        CheckpointLanguage = recipe.Model.GradientCheckpointing,
    };
}
