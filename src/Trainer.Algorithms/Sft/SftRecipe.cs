using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Sft;

/// <summary>A recipe of supervised fine-tuning (<c>stage: sft</c>).</summary>
public sealed record SftRecipe : StageRecipe
{
    /// <summary>Settings that only this stage has.</summary>
    public SftOptions Sft { get; init; } = new();
}
