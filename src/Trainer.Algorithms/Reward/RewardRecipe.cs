using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Reward;

/// <summary>A recipe of a reward model (<c>stage: reward</c>).</summary>
public sealed record RewardRecipe : StageRecipe
{
    /// <summary>Settings that only this stage has.</summary>
    public RewardOptions Reward { get; init; } = new();
}
