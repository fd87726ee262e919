using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Exports;

/// <summary>How far what was written computes from what it was written from.</summary>
/// <param name="Options">What was exported.</param>
/// <param name="LargestLogit">Largest absolute score of the probe before.</param>
/// <param name="LargestDifference">Largest difference of a score after.</param>
internal sealed record ExportReport(ExportOptions Options, double LargestLogit, double LargestDifference)
{
    private const string FileName = "export.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The difference as a share of the largest score.</summary>
    internal double Relative => LargestDifference / Math.Max(LargestLogit, double.Epsilon);

    /// <summary>Whether it is rounding.</summary>
    internal bool Passed => Relative <= Options.Limit;

    internal static ExportReport Compare(ExportOptions options, Tensor before, Tensor after) =>
        new(options, before.Abs().Max().Item(), (before - after).Abs().Max().Item());

    internal void Write() => AtomicFile.WriteText(Path.Combine(Options.Directory, FileName), Json().ToJsonString(Indented) + "\n");

    internal JsonObject Json() => new()
    {
        ["source"] = Options.Source,
        ["dtype"] = Options.Type.ToString().ToLowerInvariant(),
        ["probe_rows"] = LogitProbe.Rows,
        ["largest_logit"] = Number(LargestLogit),
        ["largest_logit_difference"] = Number(LargestDifference),
        ["relative_difference"] = Number(Relative),
        ["tolerance"] = Options.Limit,
        ["passed"] = Passed,
    };

    internal string Text() => string.Create(
        CultureInfo.InvariantCulture,
        $"read back, logits differ by {LargestDifference:g3} at most, {Relative:g3} of the largest ({LargestLogit:g4}); {(Passed ? "within" : "beyond")} the tolerance of {Options.Limit:g3}");

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
