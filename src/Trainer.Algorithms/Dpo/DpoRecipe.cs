using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Dpo;

/// <summary>A recipe of direct preference optimisation (<c>stage: dpo</c>).</summary>
public sealed record DpoRecipe : StageRecipe
{
    /// <summary>Settings that only this stage has.</summary>
    public DpoOptions Dpo { get; init; } = new();
}
