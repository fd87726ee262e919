using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Bpo;

/// <summary>
/// A recipe that builds preferences (<c>stage: bpo</c>). Its datasets hold annotated answers, in the format <c>completions</c> or
/// as conversations; its model makes their counterparts. Nothing is trained.
/// </summary>
public sealed record BpoRecipe : StageRecipe
{
    /// <summary>Settings that only this stage has.</summary>
    public BpoOptions Bpo { get; init; } = new();
}
