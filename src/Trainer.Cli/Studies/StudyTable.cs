using System.Text.Json.Nodes;
using Trainer.Cli.Pipelines;

namespace Trainer.Cli.Studies;

/// <summary>What a study found: every variant under every seed, and each against the baseline.</summary>
/// <param name="Baseline">Name of the variant that the others are compared with.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Rows">The variants.</param>
/// <param name="Pictures">Descriptions that each CHAIR figure rests on.</param>
/// <param name="Questions">Questions that each POPE figure rests on.</param>
internal sealed record StudyTable(string Baseline, IReadOnlyList<ulong> Seeds, IReadOnlyList<StudyRow> Rows, int Pictures, int Questions)
{
    private static readonly string[] Suites = [StudyMetric.Chair, StudyMetric.Sampled, StudyMetric.Pope, StudyMetric.Choice];

    /// <summary>The variants that a pipeline's steps measure, in the order of the steps.</summary>
    internal static IReadOnlyList<string> RowsOf(IEnumerable<PipelineStep> steps) =>
        [.. steps.SelectMany(step => Suites.Where(suite => step.Name.StartsWith($"{suite}-", StringComparison.Ordinal)).Select(suite => step.Name[(suite.Length + 1)..])).Distinct()];

    /// <summary>Puts the results of all seeds together.</summary>
    /// <param name="baseline">The variant to compare with.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="rows">The variants.</param>
    /// <param name="results">For each seed what each step printed, by the step's name.</param>
    internal static StudyTable Of(string baseline, IReadOnlyList<ulong> seeds, IReadOnlyList<string> rows, IReadOnlyList<IReadOnlyDictionary<string, JsonObject?>> results)
    {
        double?[] Values(StudyMetric metric, string row) => [.. results.Select(seed => metric.Read(seed, row))];
        StudyMetric[] measured = [.. StudyMetric.All.Where(metric => rows.Any(row => Values(metric, row).Any(value => value is not null)))];
        StudyRow RowOf(string row) => new(row, [.. measured.Select(metric => StudyCell.Of(metric, Values(metric, row), row == baseline ? null : Values(metric, baseline)))]);
        int Count(string suite) => (int?)StudyMetric.Section(results[0], suite, baseline)?["n"] ?? 0;
        return new StudyTable(baseline, seeds, [.. rows.Select(RowOf)], Count(StudyMetric.Chair), Count(StudyMetric.Pope));
    }
}

/// <summary>One variant.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Cells">Its figures, the same ones and in the same order for every variant.</param>
internal sealed record StudyRow(string Name, IReadOnlyList<StudyCell> Cells);
