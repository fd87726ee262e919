using Trainer.Algorithms.Common.Answers;
using Trainer.Algorithms.Common.Planning;

namespace Trainer.Algorithms.Bpo;

/// <summary>
/// Builds preferences from annotated answers, whose counterparts a model makes itself: bootstrapped preference optimisation,
/// arXiv:2403.08730. What it writes is what the stage <c>dpo</c> learns from.
/// </summary>
public sealed class BpoAlgorithm : AlgorithmDefinition<BpoRecipe>
{
    /// <inheritdoc/>
    public override string Name => "bpo";

    /// <inheritdoc/>
    protected override ITrainingRun Create(BpoRecipe recipe, RunContext context) => new BpoRun(recipe, context);

    /// <inheritdoc/>
    protected override MemoryPlan Plan(BpoRecipe recipe, RunContext context) =>
        AnswerStageMemory.Plan(recipe, context, BpoTask.Of(recipe, PlanInputs.HasRecords(recipe)), recipe.Bpo.BatchSize);
}
