using System.Text.Json;
using Trainer.Evaluation.Reports;
using Trainer.Training;

namespace Trainer.Cli.Reports;

/// <summary>The parts of a report that come from a run's folder.</summary>
internal static class RunSections
{
    private static readonly string[] NoFigures = ["step", "time"];

    /// <summary>A chart for each figure of the run, losses first; none where nothing was logged yet.</summary>
    internal static IEnumerable<IReportSection> Curves(RunDirectory run)
    {
        string[] figures = File.Exists(run.MetricsPath) ? [.. File.ReadLines(run.MetricsPath).SelectMany(Figures).Distinct()] : [];
        LineChart[] charts =
        [
            .. figures.OrderByDescending(name => name.EndsWith("loss", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal)
                .Select(name => new LineChart(name, [MetricSeries.Read(run.MetricsPath, name)])),
        ];
        return charts.Length > 0 ? [new ChartSection("Curves", charts)] : [];
    }

    /// <summary>The recipe with every default spelt out, and what the run depended on besides.</summary>
    internal static IEnumerable<IReportSection> Surroundings(RunDirectory run)
    {
        if (File.Exists(run.EnvironmentPath))
        {
            using JsonDocument environment = JsonDocument.Parse(File.ReadAllText(run.EnvironmentPath));
            yield return new PropertySection(
                "Environment", [.. environment.RootElement.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value.ToString()))]);
        }

        if (File.Exists(run.RecipePath))
        {
            yield return new TextSection("Recipe", File.ReadAllText(run.RecipePath));
        }
    }

    /// <summary>Names of a line's figures; a line that is still being written has none.</summary>
    private static IEnumerable<string> Figures(string line)
    {
        try
        {
            using JsonDocument record = JsonDocument.Parse(line);
            return [.. record.RootElement.EnumerateObject().Select(figure => figure.Name).Where(name => !NoFigures.Contains(name))];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
