using System.Globalization;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Coco;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>Describe a picture, and count the objects that are not in it (CHAIR, arXiv:1809.02156).</summary>
/// <param name="images">The pictures.</param>
/// <param name="truth">What they show.</param>
/// <param name="options">What to ask, and how to draw intervals.</param>
public sealed class ChairBenchmark(IReadOnlyList<CocoImage> images, ChairGroundTruth truth, ChairOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "chair";

    /// <inheritdoc/>
    public IReadOnlyList<Question> Questions { get; } =
        [.. images.Select(image => new Question(IdOf(image), image.FileName, options.Prompt))];

    /// <inheritdoc/>
    public IBenchmark Except(IReadOnlySet<string> questionIds) => new ChairBenchmark([.. images.Where(image => !questionIds.Contains(IdOf(image)))], truth, options);

    /// <inheritdoc/>
    public IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers) => ChairScorer.Score(Captions(answers), truth, options.Bootstrap);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Comparison> Compare(IReadOnlyList<SavedAnswer> baseline, IReadOnlyList<SavedAnswer> candidate) =>
        ChairScorer.Metrics.Compare(Counts(baseline), Counts(candidate), options.Bootstrap);

    /// <summary>What one description mentions, and which of it the picture shows.</summary>
    public CaptionScore Judge(ImageCaption caption) => ChairScorer.Score(caption, truth);

    private static string IdOf(CocoImage image) => image.Id.ToString(CultureInfo.InvariantCulture);

    private ImageCaption[] Captions(IReadOnlyList<SavedAnswer> answers) =>
        [.. images.Zip(AnswerBook.InOrder(Name, Questions, answers), (image, answer) => new ImageCaption(image.Id, answer.Answer))];

    private ChairCounts[] Counts(IReadOnlyList<SavedAnswer> answers) =>
        [.. ChairScorer.CountByImage(Captions(answers).Select(caption => ChairScorer.Score(caption, truth))).Values];
}

/// <summary>How CHAIR is asked.</summary>
public sealed record ChairOptions
{
    /// <summary>The prompt of OPERA's figures, which allow 512 new tokens; shorter limits lower CHAIR and recall alike.</summary>
    public string Prompt { get; init; } = "Please describe this image in detail.";

    /// <summary>Draws for the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();
}
