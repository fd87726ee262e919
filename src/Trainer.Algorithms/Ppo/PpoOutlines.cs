using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Planning;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Ppo;

/// <summary>Policy and value without memory behind their weights.</summary>
/// <param name="Policy">The policy with its adapter.</param>
/// <param name="Value">The base of reward and value, with the adapter of the values.</param>
/// <param name="IsOneBase">Whether that base is the policy's.</param>
/// <param name="HasRewardAdapter">Whether the reward model was trained with an adapter.</param>
internal sealed record PpoOutlines(TrainableModel Policy, TrainableModel Value, bool IsOneBase, bool HasRewardAdapter) : IDisposable
{
    /// <summary>Takes their shapes from <c>config.json</c>, and the values' adapter from where it starts.</summary>
    /// <exception cref="Modeling.Weights.CheckpointException">The reward model or a <c>config.json</c> is missing.</exception>
    internal static PpoOutlines Of(PpoRecipe recipe)
    {
        (string path, bool isShared) = JudgeBase.Place(recipe);
        bool hasRewardAdapter = AdapterFolder.BaseOf(recipe.Ppo.RewardModel) is not null;
        string? start = recipe.Ppo.ValueStart == ValueStart.Policy ? recipe.Model.AdapterNameOrPath : hasRewardAdapter ? recipe.Ppo.RewardModel : null;
        ModelOptions judge = recipe.Model with { ModelNameOrPath = path, AdapterNameOrPath = start };
        return new PpoOutlines(
            TrainableModel.Outline(recipe.Model, PlanInputs.Config(recipe)),
            TrainableModel.Outline(judge, LlavaConfigJson.Read(Path.Combine(path, "config.json"))),
            isShared,
            hasRewardAdapter);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        Value.Dispose();
    }
}
