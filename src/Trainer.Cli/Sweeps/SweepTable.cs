using System.Text.Json.Nodes;
using Trainer.Cli.Pipelines;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Sweeps;

/// <summary>What a sweep found.</summary>
/// <param name="Options">The figure, and which side of it is good.</param>
/// <param name="Points">The settings in their order, the default first.</param>
internal sealed record SweepTable(SweepOptions Options, IReadOnlyList<SweepPoint> Points)
{
    /// <summary>The command line without changes.</summary>
    internal SweepPoint Default => Points[0];

    /// <summary>The first of the best settings; null where none has a figure.</summary>
    internal SweepPoint? Best => Measured.OrderBy(point => Options.HigherIsBetter ? -point.Value!.Value : point.Value!.Value).FirstOrDefault();

    /// <summary>How far apart the settings lie; null where none has a figure.</summary>
    internal double? Spread => Measured.Any() ? Measured.Max(point => point.Value) - Measured.Min(point => point.Value) : null;

    /// <summary>Whether the best setting's interval and the default's overlap: then noise alone may have made it the best.</summary>
    internal bool CannotTell => Best is not { Ci95: { } best } || Default.Ci95 is not { } usual || (best.Low <= usual.High && usual.Low <= best.High);

    private IEnumerable<SweepPoint> Measured => Points.Where(point => point.Value is not null);

    /// <summary>Puts the results of a pipeline's varied step together.</summary>
    /// <param name="options">What is compared.</param>
    /// <param name="steps">The pipeline's steps.</param>
    /// <param name="results">What each printed, by its name.</param>
    internal static SweepTable Of(SweepOptions options, IEnumerable<PipelineStep> steps, IReadOnlyDictionary<string, JsonObject?> results) =>
        new(options, [.. steps.Where(step => step.Group == options.Step).Select(step => SweepPoint.Read(step.Setting!, results.GetValueOrDefault(step.Name), options.Metric))]);
}
