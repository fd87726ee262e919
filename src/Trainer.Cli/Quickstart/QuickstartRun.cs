using System.Globalization;
using Trainer.Cli.Evaluations;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Studies;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Chair;

namespace Trainer.Cli.Quickstart;

/// <summary>
/// From nothing but the committed base to a report: the pipeline of <c>recipes/tiny/bpo-pipeline.yaml</c>, and a page about what it
/// measured. An interrupted quick start goes on where it stopped, as every pipeline does.
/// </summary>
/// <param name="options">Folders and sizes.</param>
/// <param name="streams">Where it says what it does.</param>
internal sealed class QuickstartRun(QuickstartOptions options, StepStreams streams)
{
    /// <summary>The compared models: the pipeline's rows, and what people call them.</summary>
    private static readonly (string Row, string Name)[] Rows = [("base", "base"), ("sft", "fine-tuned"), ("dpo", "aligned")];

    /// <summary>Runs every step that is not yet done, and writes the report.</summary>
    internal QuickstartResult Run()
    {
        PipelineResult done = new PipelineRun(Load(), streams, TimeProvider.System).Run();
        if (done.ExitCode != ExitCode.Success)
        {
            return new QuickstartResult(done.ExitCode, null, []);
        }

        QuickstartModel[] models = [.. Rows.Select(row => Read(row.Row, row.Name))];
        return new QuickstartResult(ExitCode.Success, QuickstartReport.Write(options, models), models);
    }

    private Pipeline Load() => Pipeline.Load(
        RecipeFiles.PathOf(options.Recipe),
        [
            $"output_dir={options.Directory}",
            $"values.base={options.Base}",
            string.Create(CultureInfo.InvariantCulture, $"values.images={options.Images}"),
            string.Create(CultureInfo.InvariantCulture, $"values.questions={options.Questions}"),
            .. options.Overrides,
        ],
        CommandLine.Create);

    /// <summary>Scores the answers that the pipeline's evaluations saved, which asks no model and gives each caption's objects.</summary>
    private QuickstartModel Read(string row, string name) => new(
        name,
        row == Rows[0].Row ? options.Base : options.PathOf(row, "model"),
        Score(StudyMetric.Pope, row),
        (ChairResult)Score(StudyMetric.Chair, row)[0]);

    private IReadOnlyList<IBenchmarkResult> Score(string suite, string row)
    {
        var saved = new ModelEvaluationOptions
        {
            Model = options.Base,
            Data = options.PathOf("scenes"),
            Limit = options.Questions,
            Answers = options.PathOf($"{suite}-{row}"),
            OnlyScores = true,
        };
        return [.. new ModelEvaluation(saved, TextWriter.Null).Run(BenchmarkCatalog.Find(suite)).Select(each => each.Result)];
    }
}

/// <summary>What the quick start gave.</summary>
/// <param name="ExitCode">0, or that of the step that failed or was interrupted.</param>
/// <param name="Report">The report's path; null when it did not end.</param>
/// <param name="Models">The compared models.</param>
internal sealed record QuickstartResult(int ExitCode, string? Report, IReadOnlyList<QuickstartModel> Models);
