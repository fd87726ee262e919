using System.Text.RegularExpressions;

namespace Trainer.Recipes.Options;

/// <summary>
/// A recipe of command lines that follow one another (<c>stage: pipeline</c>). What is done already is not done again.
/// </summary>
public sealed partial record PipelineRecipe : IValidatable
{
    /// <summary>The stage's name.</summary>
    public const string StageName = "pipeline";

    internal const string OwnNames = "names of small letters, digits, '-' and '_', other than out, shared, here and seed";

    /// <summary>Always <c>pipeline</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>What <c>{seed}</c> stands for in the steps.</summary>
    public ulong Seed { get; init; } = 17;

    /// <summary>Folder of everything that the steps make, <c>{out}</c>: a folder for each step, <c>steps/</c> with their records, and <c>lineage.json</c>.</summary>
    public required string OutputDir { get; init; }

    /// <summary>Folder of the steps that several pipelines share, <c>{shared}</c>; by default <c>output_dir</c>.</summary>
    public string? SharedDir { get; init; }

    /// <summary>
    /// Further placeholders, by name: what steps have in common, and what a command line may want to change. A word that is nothing but
    /// such a name becomes as many words as the value has.
    /// </summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The steps, each after those that it needs.</summary>
    public required IReadOnlyList<StepOptions> Steps { get; init; }

    /// <summary>How <c>trainer study</c> compares what the steps measured.</summary>
    public StudyOptions? Study { get; init; }

    /// <summary>How <c>trainer sweep</c> compares the settings of a step.</summary>
    public SweepOptions? Sweep { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.That(Stage == StageName, nameof(Stage), $"must be {StageName}, but is '{Stage}'."),
        .. Must.HaveText(OutputDir),
        .. Must.That(SharedDir is null || !string.IsNullOrWhiteSpace(SharedDir), nameof(SharedDir), "must not be empty."),
        .. Must.That(Values.Keys.All(IsOwnName), nameof(Values), $"must have {OwnNames}, but has {string.Join(" and ", Values.Keys)}."),
        .. Must.HaveItems(Steps),
    ];

    internal static bool IsOwnName(string name) => OwnName().IsMatch(name);

    [GeneratedRegex(@"^(?!(out|shared|here|seed)\z)[a-z][a-z0-9_-]*\z")]
    private static partial Regex OwnName();
}
