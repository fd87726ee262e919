using Trainer.Algorithms.Common.Planning;

namespace Trainer.Algorithms.Reward;

/// <summary>A reward model on pairs of answers about pictures, with or without facts: LLaVA-RLHF, arXiv:2309.14525, sections 2.2 and 2.3.</summary>
public sealed class RewardAlgorithm : AlgorithmDefinition<RewardRecipe>
{
    /// <inheritdoc/>
    public override string Name => "reward";

    /// <inheritdoc/>
    protected override ITrainingRun Create(RewardRecipe recipe, RunContext context) => new RewardRun(recipe, context);

    /// <inheritdoc/>
    protected override MemoryPlan Plan(RewardRecipe recipe, RunContext context) => RewardMemory.Plan(recipe, context);
}
