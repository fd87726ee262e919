using Trainer.Algorithms.Common.Planning;

namespace Trainer.Algorithms.Sft;

/// <summary>Supervised fine-tuning on conversations about pictures, as LLaVA's second stage: arXiv:2304.08485.</summary>
public sealed class SftAlgorithm : AlgorithmDefinition<SftRecipe>
{
    /// <inheritdoc/>
    public override string Name => "sft";

    /// <inheritdoc/>
    protected override ITrainingRun Create(SftRecipe recipe, RunContext context) => new SftRun(recipe, context);

    /// <inheritdoc/>
    protected override MemoryPlan Plan(SftRecipe recipe, RunContext context) => SftMemory.Plan(recipe, context);
}
