namespace Trainer.Recipes;

/// <summary>A recipe that was read and found right.</summary>
/// <param name="Options">The options, every default filled in.</param>
/// <param name="Source">The recipe's path.</param>
/// <param name="Hints">One line for each alias that stands for a key's proper name; worth showing, never fatal.</param>
public sealed record LoadedRecipe<T>(T Options, string Source, IReadOnlyList<string> Hints)
    where T : class;
