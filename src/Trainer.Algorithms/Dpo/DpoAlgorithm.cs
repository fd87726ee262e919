using Trainer.Algorithms.Common.Planning;

namespace Trainer.Algorithms.Dpo;

/// <summary>Direct preference optimisation on pairs of answers about pictures: arXiv:2305.18290, and BPO's trainer, arXiv:2403.08730.</summary>
public sealed class DpoAlgorithm : AlgorithmDefinition<DpoRecipe>
{
    /// <inheritdoc/>
    public override string Name => "dpo";

    /// <inheritdoc/>
    protected override ITrainingRun Create(DpoRecipe recipe, RunContext context) => new DpoRun(recipe, context);

    /// <inheritdoc/>
    protected override MemoryPlan Plan(DpoRecipe recipe, RunContext context) => DpoMemory.Plan(recipe, context);
}
