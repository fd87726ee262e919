using System.Text.Json.Nodes;
using Trainer.Cli.Pipelines;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Studies;

/// <summary>What a study found: every variant under every seed, and each against the baseline.</summary>
/// <param name="Comparison">What the variants are compared with.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Rows">The variants.</param>
/// <param name="Counts">How much each benchmark's figures rest on.</param>
internal sealed record StudyTable(StudyOptions Comparison, IReadOnlyList<ulong> Seeds, IReadOnlyList<StudyRow> Rows, IReadOnlyList<StudyCount> Counts)
{
    private static readonly string[] Suites = [StudyMetric.Chair, StudyMetric.Sampled, StudyMetric.Pope, StudyMetric.Choice, StudyMetric.Score];

    /// <summary>The variants that a pipeline's steps measure, in the order of the steps.</summary>
    internal static IReadOnlyList<string> RowsOf(IEnumerable<PipelineStep> steps) =>
        [.. steps.SelectMany(step => Suites.Where(suite => step.Name.StartsWith($"{suite}-", StringComparison.Ordinal)).Select(suite => step.Name[(suite.Length + 1)..])).Distinct()];

    /// <summary>Puts the results of all seeds together.</summary>
    /// <param name="comparison">What variants are compared with.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="rows">The variants.</param>
    /// <param name="results">For each seed what each step printed, by the step's name.</param>
    internal static StudyTable Of(StudyOptions comparison, IReadOnlyList<ulong> seeds, IReadOnlyList<string> rows, IReadOnlyList<IReadOnlyDictionary<string, JsonObject?>> results)
    {
        double?[] Values(StudyMetric metric, string row) => [.. results.Select(seed => metric.Read(seed, row))];
        StudyMetric[] measured = [.. StudyMetric.All.Where(metric => rows.Any(row => Values(metric, row).Any(value => value is not null)))];
        string OtherOf(string row) => comparison.Against.GetValueOrDefault(row, comparison.Baseline);
        StudyRow RowOf(string row) => new(row, OtherOf(row), [.. measured.Select(metric => StudyCell.Of(metric, Values(metric, row), row == OtherOf(row) ? null : Values(metric, OtherOf(row))))]);
        int Count(string suite) => StudyMetric.Section(results[0], suite, comparison.Baseline) is { } section ? (int?)(section["n"] ?? section["pairs"]) ?? 0 : 0;
        StudyCount[] counts = [.. StudyCount.Titles.Keys.Select(suite => new StudyCount(suite, Count(suite))).Where(count => count.Number > 0)];
        return new StudyTable(comparison, seeds, [.. rows.Select(RowOf)], counts);
    }
}

/// <summary>One variant.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Baseline">The variant that it is compared with; itself: with none.</param>
/// <param name="Cells">Its figures, the same ones and in the same order for every variant.</param>
internal sealed record StudyRow(string Name, string Baseline, IReadOnlyList<StudyCell> Cells);

/// <summary>How much one benchmark's figures rest on.</summary>
/// <param name="Suite">The benchmark.</param>
/// <param name="Number">Its questions, pictures or pairs.</param>
internal sealed record StudyCount(string Suite, int Number)
{
    /// <summary>Benchmarks that count something of their own, with the words before and after the number.</summary>
    internal static IReadOnlyDictionary<string, (string Title, string Unit)> Titles { get; } = new OrderedDictionary<string, (string, string)>
    {
        [StudyMetric.Chair] = ("CHAIR", "pictures"),
        [StudyMetric.Pope] = ("POPE", "adversarial questions"),
        [StudyMetric.Choice] = ("multiple choice", "questions"),
        [StudyMetric.Score] = ("reward models", "pairs"),
    };

    /// <summary>Such as <c>CHAIR: 400 pictures</c>.</summary>
    internal string Text => $"{Titles[Suite].Title}: {Number} {Titles[Suite].Unit}";
}
