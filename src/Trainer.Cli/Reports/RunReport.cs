using System.Globalization;
using System.Text.Json;
using Trainer.Cli.Explanations;
using Trainer.Cli.Runs;
using Trainer.Data;
using Trainer.Evaluation.Reports;
using Trainer.Training;

namespace Trainer.Cli.Reports;

/// <summary>The report of one training run, from what lies in its folder.</summary>
internal static class RunReport
{
    private const string SamplePrefix = "step-";

    /// <summary>Writes <c>report.html</c> into the run's folder.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="DataException">The folder is not a run's.</exception>
    internal static string Write(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "recipe.yaml")))
        {
            throw new DataException($"{folder} is not the folder of a run: it has no recipe.yaml. Name the output_dir of a recipe.");
        }

        var run = new RunDirectory(folder);
        var report = new Report($"Run {Path.GetFileName(run.Path)}");
        foreach (IReportSection section in Sections(run))
        {
            report.Add(section);
        }

        string path = Path.Combine(run.Path, "report.html");
        report.Save(path);
        return path;
    }

    private static IEnumerable<IReportSection> Sections(RunDirectory run) =>
    [
        .. RolloutSections.Verdict(run),
        .. RunSections.Curves(run),
        .. Samples(run.SamplesPath),
        .. RunExplanation.Sections(run.Path),
        .. RolloutSections.Of(run),
        .. RunSections.Surroundings(run),
    ];

    /// <summary>Each picture with the record's answer, where it has one, and the model's the first and the last time that it was asked.</summary>
    private static IEnumerable<IReportSection> Samples(string folder)
    {
        int[] steps = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, $"{SamplePrefix}*.jsonl").Select(StepOf).Order()] : [];
        if (steps.Length == 0)
        {
            return [];
        }

        int[] shown = [.. new[] { steps[0], steps[^1] }.Distinct()];
        AnswerSample[][] answers = [.. shown.Select(step => Read(Path.Combine(folder, $"{SamplePrefix}{step}.jsonl")))];
        GallerySample[] samples =
        [
            .. answers[0].Where(sample => File.Exists(sample.Image)).Select(sample => new GallerySample(
                Thumbnail.Of(sample.Image),
                sample.Question,
                [
                    .. sample.Reference.Length > 0 ? [new GalleryAnswer("record", sample.Reference, [])] : Array.Empty<GalleryAnswer>(),
                    .. shown.Zip(answers, (step, given) => new GalleryAnswer($"step {step}", given.Single(other => other.Id == sample.Id).Answer, [])),
                ],
                [])),
        ];
        return [new GallerySection("Answers along the way", samples)];
    }

    private static int StepOf(string path) => int.Parse(Path.GetFileNameWithoutExtension(path)[SamplePrefix.Length..], CultureInfo.InvariantCulture);

    private static AnswerSample[] Read(string path) =>
        [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize(line, AnswerSampleJson.Default.AnswerSample)!)];
}
