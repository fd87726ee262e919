using Trainer.Algorithms.Common.Planning;

namespace Trainer.Algorithms.Ppo;

/// <summary>
/// Proximal policy optimisation against a reward model that may read facts: Fact-RLHF, arXiv:2309.14525, sections 2.1 to 2.3, after arXiv:1707.06347.
/// </summary>
/// <remarks>
/// It departs from the released code where that is unsound: padding takes no part in means, whitening or values; the reward is given at an
/// answer's last token; a prompt that is too long is left out together with its picture; checkpoints hold the moments of the optimiser.
/// </remarks>
public sealed class PpoAlgorithm : AlgorithmDefinition<PpoRecipe>
{
    /// <inheritdoc/>
    public override string Name => "ppo";

    /// <inheritdoc/>
    protected override ITrainingRun Create(PpoRecipe recipe, RunContext context) => new PpoRun(recipe, context);

    /// <inheritdoc/>
    protected override MemoryPlan Plan(PpoRecipe recipe, RunContext context) => PpoMemory.Plan(recipe, context);
}
