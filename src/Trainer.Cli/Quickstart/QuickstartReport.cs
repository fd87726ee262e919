using System.Globalization;
using Trainer.Cli.Reports;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.Evaluation.Reports;
using Trainer.Training;

namespace Trainer.Cli.Quickstart;

/// <summary>The quick start's report: what changed in figures, and in what is said of the same pictures.</summary>
internal static class QuickstartReport
{
    private static readonly string[] ChairMetrics = ["chair_s", "chair_i", "recall"];
    private static readonly string[] PopeMetrics = ["accuracy", "yes_ratio"];

    /// <summary>Writes <c>report.html</c>.</summary>
    /// <param name="options">Folders and sizes.</param>
    /// <param name="run">The fine-tuning's folder.</param>
    /// <param name="images">Folder of the pictures.</param>
    /// <param name="models">The compared models, the base first.</param>
    /// <returns>Its full path.</returns>
    internal static string Write(QuickstartOptions options, RunDirectory run, string images, IReadOnlyList<QuickstartModel> models)
    {
        Report report = new Report("Quick start: hallucination before and after fine-tuning")
            .Add(new SummarySection("In short", Cards(models[0], models[^1])))
            .Add(new MetricSection("Scores", [.. models.SelectMany(Rows)]))
            .Add(new GallerySection("The same pictures, described by each model", Samples(models, images, options.Shown)));
        foreach (IReportSection section in RunSections.Curves(run).Concat(RunSections.Surroundings(run)))
        {
            report.Add(section);
        }

        string path = Path.GetFullPath(Path.Combine(options.Directory, "report.html"));
        report.Save(path);
        return path;
    }

    private static SummaryCard[] Cards(QuickstartModel before, QuickstartModel after) =>
    [
        Card("Descriptions that hallucinate (CHAIR_s)", before.Chair.ChairS, after.Chair.ChairS),
        Card("Hallucinated objects (CHAIR_i)", before.Chair.ChairI, after.Chair.ChairI),
        Card("Objects found (recall)", before.Chair.Recall, after.Chair.Recall),
        Card("Right yes/no answers (POPE, adversarial)", before.Pope[^1].Metrics["accuracy"], after.Pope[^1].Metrics["accuracy"]),
    ];

    private static SummaryCard Card(string label, double? before, double? after) => new(label, Percent(after), $"{Percent(before)} before");

    private static string Percent(double? share) => share is { } value ? value.ToString("P1", CultureInfo.InvariantCulture) : "n/a";

    private static IEnumerable<MetricRow> Rows(QuickstartModel model) =>
    [
        .. ChairMetrics.SelectMany(metric => Row(model, metric, metric, model.Chair)),
        .. model.Pope.Cast<PopeResult>().SelectMany(split => PopeMetrics.SelectMany(metric => Row(model, $"POPE {split.Split} {metric}", metric, split))),
    ];

    private static MetricRow[] Row(QuickstartModel model, string label, string metric, IBenchmarkResult result) =>
        result.Metrics[metric] is { } value && result.Ci95[metric] is { } interval ? [new MetricRow(model.Name, label, value, interval.Low, interval.High)] : [];

    /// <summary>Pictures of which the first and the last model say something different come first, for they show what changed.</summary>
    private static GallerySample[] Samples(IReadOnlyList<QuickstartModel> models, string images, int most) =>
    [
        .. Enumerable.Range(0, models[0].Chair.Captions.Count)
            .OrderByDescending(i => models[0].Chair.Captions[i].Hallucinated.Count - models[^1].Chair.Captions[i].Hallucinated.Count)
            .Take(most)
            .Select(i => new GallerySample(
                Thumbnail.Of(ImageLocator.Find(images, $"{models[0].Chair.Captions[i].ImageId:D12}.png")),
                new ChairOptions().Prompt,
                [.. models.Select(model => Answer(model.Name, model.Chair.Captions[i]))],
                models[0].Chair.Captions[i].Truth)),
    ];

    private static GalleryAnswer Answer(string model, CaptionScore caption) => new(
        model,
        caption.Caption,
        [
            .. caption.Correct.Select(mention => new TextMark(mention.Start, mention.Length, IsHallucinated: false)),
            .. caption.Hallucinated.Select(mention => new TextMark(mention.Start, mention.Length, IsHallucinated: true)),
        ]);
}
