using Trainer.Algorithms.Bpo;
using Trainer.Algorithms.Dpo;
using Trainer.Algorithms.Preferences;
using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Reward;
using Trainer.Algorithms.Sft;
using Trainer.Recipes;

namespace Trainer.Algorithms;

/// <summary>
/// Every algorithm. To add one:
/// write a folder X/ with XOptions, XLoss, XObjective and XAlgorithm (and XBatch where no batch fits),
/// mirror it in the tests, add recipes/x/*.yaml and docs/algorithms/x.md,
/// and add one line here.
/// </summary>
public static class AlgorithmCatalog
{
    /// <summary>The algorithms, in the order in which a model meets them.</summary>
    public static IReadOnlyList<AlgorithmDefinition> All { get; } =
    [
        new SftAlgorithm(),
        new BpoAlgorithm(),
        new PreferencesAlgorithm(),
        new DpoAlgorithm(),
        new RewardAlgorithm(),
        new PpoAlgorithm(),
    ];

    /// <summary>The algorithm that a recipe's <c>stage</c> names.</summary>
    /// <exception cref="RecipeException">There is none of this name.</exception>
    public static AlgorithmDefinition ForRecipe(string path, params IEnumerable<string> overrides)
    {
        string stage = Recipe.PeekStage(path, overrides);
        return All.FirstOrDefault(algorithm => algorithm.Name == stage)
            ?? throw new RecipeException(path, [new Problem("stage", $"is '{stage}', which is no algorithm. Known: {string.Join(", ", All.Select(algorithm => algorithm.Name))}.")]);
    }
}
