using Trainer.Algorithms.Common;
using Trainer.Algorithms.Ppo.Kl;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Algorithms.Ppo.Watch;
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
    private readonly RewardWatch watch;

    internal PpoRun(PpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        this.context = context;
        parts = new PpoParts(recipe, context);
        session = new TrainingSession(recipe, context, parts.Roles) { BestMetric = RollsBack ? recipe.Ppo.Watch.CanaryMetric : string.Empty };
        prompts = parts.Data.OpenTraining(recipe.Ppo.RolloutBatchSize / recipe.Ppo.SamplesPerPrompt, parts.Random, context.Group, dropLast: true);
        drift = new PolicyDrift(recipe.Ppo.StopStepKl);
        watch = new RewardWatch(recipe.Ppo.Watch, context, Folder);
    }

    public TrainingResult Run()
    {
        if (parts.Data.Dropped > 0)
        {
            context.Progress.WriteLine($"Left out: {parts.Data.Dropped} prompts that are too long for ppo.query_length or for a model, or that have no facts.");
        }

        watch.Restore(null);
        CanaryHook[] hooks = [.. context.Hooks(recipe, parts.Roles.Policy.Model).Select(hook => new CanaryHook(hook, watch))];
        TrainingResult result = session.Run(Source(), Objective(), hooks, batch => batch.Texts.Policy.TokenIds);
        return RollsBack && result.ExitCode == RewardWatch.GateFailed ? RollBack(result) : result;
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

    private bool RollsBack => recipe.Ppo.Watch.OnTrip == TripAction.RollBack;

    private string Folder => new RunDirectory(recipe.OutputDir).Path;

    private TrainingResult RollBack(TrainingResult stopped)
    {
        int step = session.RollBack(stopped.Steps);
        string outcome = step > 0 ? $"The final model is that of checkpoint-{step}." : "There is no checkpoint from before, so that there is no final model.";
        return stopped with { ExitCode = step > 0 ? 0 : stopped.ExitCode, Reason = watch.Conclude(outcome) };
    }

    private RolloutSource Source()
    {
        PpoOptions options = recipe.Ppo;
        var sampler = new PolicySampler(parts.Roles.Policy, parts.Tokenizer, options, parts.Random);
        var log = new RolloutLog(Folder, options.LogRollouts, recipe.Data.ImageDir);
        var maker = new RolloutMaker(sampler, new RolloutScorer(parts.Roles, options), options, context.Group)
        {
            Show = context.Group.IsFirst ? log.Write : _ => { },
        };
        var plan = new RolloutPlan(options.RolloutBatchSize, recipe.Training.PerDeviceTrainBatchSize, recipe.Training.GradientAccumulationSteps, options.PpoEpochs);
        IKlController kl = options.KlTarget > 0 ? new AdaptiveKl(options.KlCoef, options.KlTarget, options.KlHorizon) : new FixedKl(options.KlCoef);
        return new RolloutSource(prompts, maker, plan, kl, new RolloutParts(parts.Roles, parts.Random, context.Group, drift, watch));
    }

    private PpoObjective Objective() => new(parts.Roles, recipe.Ppo, session.Forward(hasFrozenTower: true), drift);
}
