namespace Trainer.Recipes;

/// <summary>A recipe that was read and found right.</summary>
/// <param name="Options">The options, every default filled in.</param>
/// <param name="Source">The recipe's path.</param>
/// <param name="Hints">One line for each alias that stands for a key's proper name; worth showing, never fatal.</param>
public sealed record LoadedRecipe<T>(T Options, string Source, IReadOnlyList<string> Hints)
    where T : class
{
    /// <summary>Where a key was written.</summary>
    internal Func<string, Origin> OriginOf { get; init; } = _ => new Origin(1);

    /// <summary>Refuses the recipe for reasons that its own options can't know; each gets the line of its key.</summary>
    /// <exception cref="RecipeException">There is a problem.</exception>
    public void Require(IEnumerable<Problem> problems)
    {
        Problem[] found = [.. problems.Select(problem => problem with { Origin = OriginOf(problem.Key) })];
        if (found.Length > 0)
        {
            throw new RecipeException(Source, found);
        }
    }
}
