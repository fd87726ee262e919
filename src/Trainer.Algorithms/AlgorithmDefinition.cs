using Trainer.Algorithms.Common.Planning;
using Trainer.Recipes;
using Trainer.Recipes.Options;

namespace Trainer.Algorithms;

/// <summary>A way to train, or to make what is trained on, under the name that recipes call it by.</summary>
public abstract class AlgorithmDefinition
{
    /// <summary>The recipe's <c>stage</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The record of all its options; the recipe reference is written from it.</summary>
    public abstract Type RecipeType { get; }

    /// <summary>Reads a recipe without running it.</summary>
    /// <exception cref="RecipeException">With everything that is wrong.</exception>
    public abstract LoadedRecipe<StageRecipe> Load(string path, params IEnumerable<string> overrides);

    /// <summary>Composes a run: loads the model, opens the data, and refuses what can't work.</summary>
    /// <param name="recipe">The options that <see cref="Load"/> returned.</param>
    /// <param name="context">The run's surroundings.</param>
    public abstract ITrainingRun Create(StageRecipe recipe, RunContext context);

    /// <summary>How much memory the run would take, without loading or computing anything.</summary>
    /// <param name="recipe">The options that <see cref="Load"/> returned.</param>
    /// <param name="context">The run's surroundings.</param>
    public abstract MemoryPlan Plan(StageRecipe recipe, RunContext context);
}

/// <summary>An algorithm with its own options.</summary>
/// <typeparam name="TRecipe">Its recipe's record.</typeparam>
public abstract class AlgorithmDefinition<TRecipe> : AlgorithmDefinition
    where TRecipe : StageRecipe
{
    /// <inheritdoc/>
    public sealed override Type RecipeType => typeof(TRecipe);

    /// <inheritdoc/>
    public sealed override LoadedRecipe<StageRecipe> Load(string path, params IEnumerable<string> overrides)
    {
        LoadedRecipe<TRecipe> loaded = Recipe.Load<TRecipe>(path, overrides);
        return new LoadedRecipe<StageRecipe>(loaded.Options, loaded.Source, loaded.Hints);
    }

    /// <inheritdoc/>
    public sealed override ITrainingRun Create(StageRecipe recipe, RunContext context) => Create((TRecipe)recipe, context);

    /// <inheritdoc/>
    public sealed override MemoryPlan Plan(StageRecipe recipe, RunContext context) => Plan((TRecipe)recipe, context);

    /// <summary>Composes a run from the algorithm's own options.</summary>
    protected abstract ITrainingRun Create(TRecipe recipe, RunContext context);

    /// <summary>Plans from the algorithm's own options.</summary>
    protected abstract MemoryPlan Plan(TRecipe recipe, RunContext context);
}
