using Trainer.Algorithms.Ppo.Watch;
using Trainer.Recipes;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Ppo;

/// <summary>A recipe of reinforcement learning from a reward model (<c>stage: ppo</c>).</summary>
public sealed record PpoRecipe : StageRecipe
{
    /// <summary>Settings that only this stage has.</summary>
    public required PpoOptions Ppo { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Problem> Problems() => [.. base.Problems(), .. ProblemsOfModel(), .. ProblemsOfBatches(), .. ProblemsOfWatch()];

    private IEnumerable<Problem> ProblemsOfModel() =>
    [
        .. Must.That(
            Model.FinetuningType == FinetuningType.Lora && Model.FreezeVisionTower && Model.FreezeMultiModalProjector && !Model.FreezeLanguageModel,
            "Model.FinetuningType",
            "must be lora with a frozen vision tower and projector for stage ppo: policy, reference, reward and value share the base's weights."),
        .. Must.That(Data.ValSize == 0, "Data.ValSize", "must be 0 for stage ppo, whose prompts have no answers to hold out. Watch it with evaluation.suites."),
    ];

    private IEnumerable<Problem> ProblemsOfBatches()
    {
        int step = Training.PerDeviceTrainBatchSize * Training.GradientAccumulationSteps;
        return
        [
            .. Must.That(Ppo.RolloutBatchSize % step == 0, "Ppo.RolloutBatchSize", $"is {Ppo.RolloutBatchSize}, which must be a multiple of the answers in a step, {step}: training.per_device_train_batch_size × training.gradient_accumulation_steps."),
            .. Must.That(Ppo.RolloutBatchSize % Ppo.SamplesPerPrompt == 0, "Ppo.RolloutBatchSize", $"is {Ppo.RolloutBatchSize}, which must be a multiple of ppo.samples_per_prompt, {Ppo.SamplesPerPrompt}."),
        ];
    }

    private IEnumerable<Problem> ProblemsOfWatch()
    {
        bool rollsBack = Ppo.Watch.OnTrip == TripAction.RollBack;
        bool isMeasured = Training.EvalSteps > 0 && Evaluation.Suites.Any(suite => Ppo.Watch.CanaryMetric.StartsWith($"eval/{suite}", StringComparison.Ordinal));
        return
        [
            .. Must.That(!rollsBack || Training.SaveSteps > 0, "Training.SaveSteps", "must be greater than 0 for ppo.watch.on_trip: roll_back, which needs checkpoints to go back to."),
            .. Must.That(!rollsBack || Training.SaveTotalLimit > 1, "Training.SaveTotalLimit", "must be at least 2 for ppo.watch.on_trip: roll_back, since the newest checkpoint is that of the trip."),
            .. Must.That(Ppo.Watch.MaxCanaryRise == 0 || isMeasured, "Ppo.Watch.MaxCanaryRise", $"limits {Ppo.Watch.CanaryMetric}, which nothing measures. Set training.eval_steps, and name the benchmark in evaluation.suites."),
        ];
    }
}
