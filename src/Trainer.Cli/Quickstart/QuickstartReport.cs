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
    /// <summary>The pipeline's step that aligns.</summary>
    private const string Alignment = "dpo";

    private static readonly (string Title, string Split, string Metric)[] Titles =
    [
        ("CHAIR_s", "", "chair_s"),
        ("CHAIR_i", "", "chair_i"),
        ("recall", "", "recall"),
        ("POPE random accuracy", "random", "accuracy"),
        ("POPE popular accuracy", "popular", "accuracy"),
        ("POPE adversarial accuracy", "adversarial", "accuracy"),
        ("POPE adversarial F1", "adversarial", "f1"),
        ("POPE adversarial yes-ratio", "adversarial", "yes_ratio"),
    ];

    private static readonly (string Run, string Title, string[] Figures)[] Curves =
    [
        (Alignment, "Alignment: rewards", ["rewards/margins", "rewards/chosen", "rewards/rejected"]),
        (Alignment, "Alignment: share of pairs in the right order", ["rewards/accuracies"]),
        (Alignment, "Alignment: loss", ["loss", "nll_loss"]),
        ("sft", "Fine-tuning: loss", ["loss"]),
    ];

    /// <summary>Writes <c>report.html</c>.</summary>
    /// <param name="options">Folders and sizes.</param>
    /// <param name="models">The compared models, the base first and the aligned one last.</param>
    /// <returns>Its full path.</returns>
    internal static string Write(QuickstartOptions options, IReadOnlyList<QuickstartModel> models)
    {
        Report report = new Report("Quick start: hallucination before and after alignment")
            .Add(new SummarySection("In short, before alignment and after", Cards(models[^2], models[^1])))
            .Add(new MetricSection("Scores", [.. Titles.SelectMany(title => models.SelectMany(model => Row(model, title)))]))
            .Add(new ChartSection("What the trainings learnt", [.. Curves.Select(curve => ChartOf(curve, options))]))
            .Add(new GallerySection("The pictures whose descriptions alignment changed most", Samples(models, options)));
        foreach (IReportSection section in RunSections.Surroundings(new RunDirectory(options.PathOf(Alignment))))
        {
            report.Add(section);
        }

        string path = Path.GetFullPath(options.PathOf("report.html"));
        report.Save(path);
        return path;
    }

    private static LineChart ChartOf((string Run, string Title, string[] Figures) curve, QuickstartOptions options)
    {
        string metrics = new RunDirectory(options.PathOf(curve.Run)).MetricsPath;
        return new LineChart(curve.Title, [.. curve.Figures.Select(figure => MetricSeries.Read(metrics, figure))]);
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

    private static IEnumerable<MetricRow> Row(QuickstartModel model, (string Title, string Split, string Metric) title)
    {
        IBenchmarkResult result = title.Split.Length == 0 ? model.Chair : model.Pope.Cast<PopeResult>().Single(split => split.Split == title.Split);
        return result.Metrics[title.Metric] is { } value && result.Ci95[title.Metric] is { } interval
            ? [new MetricRow(model.Name, title.Title, value, interval.Low, interval.High)]
            : [];
    }

    /// <summary>Pictures of which the fine-tuned and the aligned model say something different come first, for they show what changed.</summary>
    private static GallerySample[] Samples(IReadOnlyList<QuickstartModel> models, QuickstartOptions options) =>
    [
        .. Enumerable.Range(0, models[0].Chair.Captions.Count)
            .OrderByDescending(i => models[^2].Chair.Captions[i].Hallucinated.Count - models[^1].Chair.Captions[i].Hallucinated.Count)
            .Take(options.Shown)
            .Select(i => new GallerySample(
                Thumbnail.Of(ImageLocator.Find(options.PathOf("scenes", "images"), $"{models[0].Chair.Captions[i].ImageId:D12}.png")),
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
