using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Data.Batches;
using Trainer.Data.Rewards;
using Trainer.Modeling;
using Trainer.Torch;
using Trainer.Training;
using Trainer.Training.Metrics;

namespace Trainer.Algorithms.Reward;

/// <summary>A recipe's parts put together: model, head, pairs, objective, session.</summary>
internal sealed class RewardRun : ITrainingRun
{
    private readonly RewardRecipe recipe;
    private readonly RunContext context;
    private readonly RewardParts parts;
    private readonly TrainingSession session;
    private readonly BatchStream<RewardBatch> stream;

    internal RewardRun(RewardRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        this.context = context;
        parts = new RewardParts(recipe, context);
        session = new TrainingSession(recipe, context, parts.Model);
        stream = parts.Data.OpenTraining(recipe.Training.PerDeviceTrainBatchSize, new RandomRoot(recipe.Seed), context.Group);
    }

    public TrainingResult Run()
    {
        LeftOutPairs.Report(parts.Data, context.Progress);
        TrainingResult result = session.Run(new StreamSource<RewardBatch>(stream), parts.Objective(Training()), Hooks(), batch => batch.TokenIds);
        if (result.IsComplete && context.Group.IsFirst && parts.Data.HasHeldOut)
        {
            RecordAccuracy();
        }

        return result;
    }

    public DryRunReport DryRun() => session.DryRun(new StreamSource<RewardBatch>(stream), parts.Objective(Training()));

    public void Dispose()
    {
        stream.Dispose();
        session.Dispose();
        parts.Dispose();
    }

    /// <summary>Puts what the trained model gets right onto its card, which until then has none.</summary>
    private void RecordAccuracy()
    {
        double accuracy = HeldOut().Evaluate(step: 0)[MetricNames.EvaluationPrefix + "accuracy"];
        int pairs = HeldOutBatches().Sum(next =>
        {
            using RewardBatch batch = next;
            return batch.Samples;
        });
        RewardCard card = parts.Head.Card with { HeldOutAccuracy = accuracy, HeldOutPairs = pairs };
        card.Write(new RunDirectory(recipe.OutputDir).ModelPath);
    }

    private IEnumerable<RewardBatch> HeldOutBatches() => parts.Data.HeldOut(recipe.Training.PerDeviceTrainBatchSize);

    private ValidationLoss<RewardBatch> HeldOut() => new(parts.Objective(ForwardContext.Inference), HeldOutBatches);

    private List<ITrainingHook> Hooks()
    {
        List<ITrainingHook> hooks = [.. context.Hooks(recipe, parts.Model.Model)];
        if (parts.Data.HasHeldOut)
        {
            hooks.Insert(0, HeldOut());
        }

        return hooks;
    }

    private ForwardContext Training() => session.Forward(parts.Model.HasFrozenTower);
}
