using Trainer.Algorithms.Common;
using Trainer.Algorithms.Dpo.Losses;
using Trainer.Algorithms.Dpo.References;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Dpo;

/// <summary>A recipe's parts put together: model, pairs, reference, objective, session.</summary>
internal sealed class DpoRun : ITrainingRun
{
    private readonly DpoRecipe recipe;
    private readonly RunContext context;
    private readonly DpoParts parts;
    private readonly TrainingSession session;
    private readonly BatchStream<PreferenceBatch> stream;
    private readonly IPairReference? reference;

    internal DpoRun(DpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        this.context = context;
        parts = new DpoParts(recipe, context);
        session = new TrainingSession(recipe, context, parts.Model);
        reference = parts.Loss.Needs.HasFlag(PairInputs.Reference) ? ReferenceLogProbs.Open(parts, recipe, context) : null;
        stream = parts.Data.OpenTraining(recipe.Training.PerDeviceTrainBatchSize, new RandomRoot(recipe.Seed), context.Group);
    }

    public TrainingResult Run()
    {
        LeftOutPairs.Report(parts.Data, context.Progress);
        RequireStepZero();
        return session.Run(new StreamSource<PreferenceBatch>(stream), Objective(Training()), Hooks(), batch => batch.TokenIds);
    }

    public DryRunReport DryRun()
    {
        RequireStepZero();
        return session.DryRun(new StreamSource<PreferenceBatch>(stream), Objective(Training()));
    }

    public void Dispose()
    {
        stream.Dispose();
        session.Dispose();
        parts.Dispose();
    }

    /// <summary>The weights are those before the first step here, in a resumed run too: a checkpoint is read later.</summary>
    private void RequireStepZero()
    {
        if (reference is null || recipe.Dpo.Reference != DpoOptions.InitialReference)
        {
            return;
        }

        string start = stream.SaveState();
        using (PreferenceBatch batch = stream.Next())
        {
            new StepZeroGate(parts.Policy(ForwardContext.Inference), reference, recipe.Dpo.Loss.Beta)
                .Require(batch, parts.Model.Model.Compute.DType, context.RecipeSource);
        }

        stream.RestoreState(start);
    }

    private ForwardContext Training() => session.Forward(parts.Model.HasFrozenTower);

    private DpoObjective Objective(ForwardContext forward) => new(parts.Policy(forward), reference, parts.Loss, recipe.Dpo.Loss.Beta);

    private List<ITrainingHook> Hooks()
    {
        List<ITrainingHook> hooks = [.. context.Hooks(recipe, parts.Model.Model)];
        if (parts.Data.HasHeldOut)
        {
            hooks.Insert(0, new ValidationLoss<PreferenceBatch>(
                Objective(ForwardContext.Inference), () => parts.Data.HeldOut(recipe.Training.PerDeviceTrainBatchSize)));
        }

        return hooks;
    }
}
