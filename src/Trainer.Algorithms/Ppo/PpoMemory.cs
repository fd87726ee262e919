using Trainer.Algorithms.Common.Planning;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Modeling.Footprint;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo;

/// <summary>
/// What reinforcement learning takes: four roles on one base or two, rollouts, and both updates one after the other.
/// Answers aren't known before they are sampled: they are taken to be as long as they may be.
/// </summary>
internal sealed class PpoMemory
{
    private readonly PpoRecipe recipe;
    private readonly Device device;
    private readonly PpoOutlines outlines;
    private readonly ModelMemory policy;
    private readonly ModelMemory judge;
    private readonly PassMemory policyPasses;
    private readonly PassMemory judgePasses;
    private readonly OutsideMemory outside;
    private readonly AnswerMemory answers;
    private readonly PromptLengths prompts;

    private PpoMemory(PpoRecipe recipe, RunContext context, PpoOutlines outlines)
    {
        this.recipe = recipe;
        this.outlines = outlines;
        device = context.Device;
        Numerics own = Numerics.Of(device, outlines.Policy.Model.Compute.DType);
        Numerics judging = Numerics.Of(device, outlines.Value.Model.Compute.DType);
        policy = new ModelMemory(outlines.Policy, own);
        judge = new ModelMemory(outlines.Value, judging);
        policyPasses = new PassMemory(outlines.Policy, own, recipe.Model.GradientCheckpointing);
        outside = new OutsideMemory(outlines.Policy.Model.Config, own);
        answers = new AnswerMemory(outlines.Policy, own, recipe.Ppo.MergeForRollout);
        judgePasses = new PassMemory(outlines.Value, judging, recipe.Model.GradientCheckpointing);
        RewardCard card = RewardCard.Read(recipe.Ppo.RewardModel);
        prompts = PpoPrompts.Longest(recipe, context, new PromptModels(outlines.Policy.Model.Config, outlines.Value.Model.Config, card, outlines.IsOneBase));
    }

    internal static MemoryPlan Plan(PpoRecipe recipe, RunContext context)
    {
        using PpoOutlines outlines = PpoOutlines.Of(recipe);
        return new PpoMemory(recipe, context, outlines).Plan();
    }

    private MemoryPlan Plan()
    {
        int learnt = recipe.Training.PerDeviceTrainBatchSize;
        int scored = recipe.Ppo.ScoringBatchSize;
        return MemoryPlan.Of(
            Held,
            [
                ("rollout", Rollout(recipe.Ppo.RolloutPerDeviceBatchSize)),
                ("scoring", policyPasses.Scoring(Own(scored))),
                ("judging", [.. judgePasses.Plain(Judged(scored)), new(ItemNames.Outside, outside.BatchBytes(Own(scored)))]),
                ("value fwd", judgePasses.Forward(Valued(learnt))),
                ("value bwd", judgePasses.Backward(Valued(learnt))),
                ("forward", policyPasses.Forward(Own(learnt))),
                ("loss", policyPasses.Loss(Own(learnt))),
                ("backward", policyPasses.Backward(Own(learnt))),
                ("update", [policy.Update(device), judge.Update(device)]),
            ],
            Own(learnt));
    }

    private IEnumerable<MemoryItem> Held
    {
        get
        {
            long limit = (long)recipe.Ppo.ImageFeatureMegabytes << 20;
            MemoryItem[] ofPolicy = [policy.Frozen, policy.Rotary, policy.KeptFeatures(PicturesSeen, limit)];
            MemoryItem[] ofJudge = outlines.IsOneBase ? [] : [judge.Frozen, judge.Rotary, judge.KeptFeatures(PicturesSeen, limit)];
            MemoryItem[] reference = recipe.Model.AdapterNameOrPath is null ? [] : [policy.FrozenAdapter];
            MemoryItem[] reward = outlines.HasRewardAdapter ? [judge.FrozenAdapter] : [];
            return [.. ofPolicy, .. ofJudge, policy.Learning, judge.Learning, .. reference, .. reward];
        }
    }

    private IEnumerable<MemoryItem> Rollout(int rows)
    {
        int asked = (rows + recipe.Ppo.SamplesPerPrompt - 1) / recipe.Ppo.SamplesPerPrompt;
        return
        [
            .. answers.Writing(new AnswerShape(rows, asked, prompts.Policy, recipe.Ppo.ResponseLength, asked)),
            .. recipe.Ppo.MergeForRollout ? new[] { policy.Merged } : [],
        ];
    }

    // Each answer is learnt from once in every pass over its rollout.
    private long PicturesSeen => recipe.Training.MaxSteps == 0
        ? long.MaxValue
        : Math.Max(1, (long)recipe.Training.MaxSteps * recipe.Training.GradientAccumulationSteps * recipe.Training.PerDeviceTrainBatchSize / (recipe.Ppo.PpoEpochs * recipe.Ppo.SamplesPerPrompt));

    /// <summary>Answers as policy and reference read them.</summary>
    private BatchShape Own(int rows) => Of(rows, prompts.Policy, labels: (long)rows * recipe.Ppo.ResponseLength);

    /// <summary>As the value does: a state for each token, but no scores.</summary>
    private BatchShape Valued(int rows) => Of(rows, prompts.Value, labels: 0) with { Wanted = (long)rows * recipe.Ppo.ResponseLength };

    /// <summary>As the reward model does, with the question for their quality: one state of each.</summary>
    private BatchShape Judged(int rows) => Of(rows, prompts.Reward, labels: 0) with { Wanted = rows };

    private BatchShape Of(int rows, int prompt, long labels) =>
        new(rows, prompt + recipe.Ppo.ResponseLength, labels, rows) { IsMeasured = PlanInputs.HasRecords(recipe) };
}
