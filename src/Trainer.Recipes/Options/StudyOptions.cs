namespace Trainer.Recipes.Options;

/// <summary>
/// How variants of a pipeline are compared over several seeds. A step named <c>chair-ROW</c>, <c>sampled-ROW</c>, <c>pope-ROW</c> or <c>aokvqa-ROW</c>
/// that prints the result of <c>eval ... --json</c> measures the variant ROW; <c>sampled</c> is CHAIR on answers that are drawn. A step named
/// <c>score-ROW</c> does so with <c>score --pairs ... --json</c>.
/// </summary>
public sealed record StudyOptions : IValidatable
{
    /// <summary>The variant that all others are compared with, seed by seed.</summary>
    public required string Baseline { get; init; }

    /// <summary>Variants that are compared with another one than the baseline: <c>{opera: beam}</c>.</summary>
    public IReadOnlyDictionary<string, string> Against { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => Must.HaveText(Baseline);
}
