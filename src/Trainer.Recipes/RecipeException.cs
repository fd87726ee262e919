namespace Trainer.Recipes;

/// <summary>A recipe can't be used. Carries every problem that was found, in the order of the file.</summary>
public sealed class RecipeException : Exception
{
    /// <summary>Reports the problems of one recipe.</summary>
    /// <param name="source">The recipe's path, as the user wrote it.</param>
    /// <param name="problems">At least one problem.</param>
    public RecipeException(string source, IEnumerable<Problem> problems)
        : this(source, InOrder(problems))
    {
    }

    private RecipeException(string source, Problem[] problems)
        : base(Describe(source, problems))
    {
        Problems = problems;
    }

    /// <summary>What is wrong, by line; overrides come last.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    private static Problem[] InOrder(IEnumerable<Problem> problems) =>
        [.. problems.OrderBy(problem => problem.Origin?.Override is not null).ThenBy(problem => problem.Origin?.Line ?? 0)];

    private static string Describe(string source, Problem[] problems)
    {
        string count = problems.Length == 1 ? "1 problem" : $"{problems.Length} problems";
        return $"{source} has {count}:\n{string.Join('\n', problems.Select(problem => $"  {problem}"))}";
    }
}
