using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Evaluation.Reports;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Explanations;

/// <summary>Why the model of a run gave one of its answers, as it lies in the run's folder: <c>explanation.json</c>, of the last time that it was asked.</summary>
/// <param name="Step">The step after which it was asked.</param>
/// <param name="IsPadded">Whether the model sees the whole picture in a square, rather than the middle of it.</param>
/// <param name="Answer">The answer.</param>
internal sealed record RunExplanation(int Step, bool IsPadded, ExplainedAnswer Answer)
{
    // As explain-answer counts summary tokens unless told otherwise.
    private const int SummarySpan = 5;

    /// <summary>Writes it, in place of an earlier one.</summary>
    internal void Write(string runFolder) => AtomicFile.WriteText(PathIn(runFolder), JsonSerializer.Serialize(this, RunExplanationJson.Default.RunExplanation));

    /// <summary>Its sections of a run's report; none where the folder has none.</summary>
    internal static IEnumerable<IReportSection> Sections(string runFolder)
    {
        if (!File.Exists(PathIn(runFolder)))
        {
            return [];
        }

        RunExplanation explained = JsonSerializer.Deserialize(File.ReadAllText(PathIn(runFolder)), RunExplanationJson.Default.RunExplanation)!;
        return new ExplanationSections(explained.Answer, explained.IsPadded, SummarySpan).All($"Why did it say that? Its longest answer after step {explained.Step}: ");
    }

    private static string PathIn(string runFolder) => Path.Combine(runFolder, "explanation.json");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunExplanation))]
internal sealed partial class RunExplanationJson : JsonSerializerContext;
