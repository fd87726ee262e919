using Trainer.Algorithms.Common.Answers;
using Trainer.Algorithms.Common.Planning;

namespace Trainer.Algorithms.Preferences;

/// <summary>
/// Samples two answers to each prompt, as LLaVA-RLHF collects preferences (arXiv:2309.14525, section 2.2). What it writes is what
/// <c>annotate</c> reads, and what that writes is what the stages <c>reward</c> and <c>dpo</c> learn from.
/// </summary>
public sealed class PreferencesAlgorithm : AlgorithmDefinition<PreferencesRecipe>
{
    /// <inheritdoc/>
    public override string Name => "preferences";

    /// <inheritdoc/>
    protected override ITrainingRun Create(PreferencesRecipe recipe, RunContext context) => new PreferencesRun(recipe, context);

    /// <inheritdoc/>
    protected override MemoryPlan Plan(PreferencesRecipe recipe, RunContext context) =>
        AnswerStageMemory.Plan(recipe, context, PreferencesTask.Of(recipe, PlanInputs.HasRecords(recipe)), recipe.Preferences.BatchSize);
}
