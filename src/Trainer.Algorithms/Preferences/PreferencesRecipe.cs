using Trainer.Recipes.Options;

namespace Trainer.Algorithms.Preferences;

/// <summary>
/// A recipe that samples pairs of answers for somebody to compare (<c>stage: preferences</c>). Its datasets hold conversations, whose
/// last answer its model gives anew. Nothing is trained.
/// </summary>
public sealed record PreferencesRecipe : StageRecipe
{
    /// <summary>Settings that only this stage has.</summary>
    public PreferencesOptions Preferences { get; init; } = new();
}
