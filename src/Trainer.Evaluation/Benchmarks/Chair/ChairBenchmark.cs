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
        [.. images.Select(image => new Question(image.Id.ToString(CultureInfo.InvariantCulture), image.FileName, options.Prompt))];

    /// <inheritdoc/>
    public IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers)
    {
        IEnumerable<string> texts = AnswerBook.InOrder(Name, Questions, answers).Select(answer => answer.Answer);
        return ChairScorer.Score([.. images.Zip(texts, (image, text) => new ImageCaption(image.Id, text))], truth, options.Bootstrap);
    }
}

/// <summary>How CHAIR is asked.</summary>
public sealed record ChairOptions
{
    /// <summary>The prompt of OPERA's figures, which allow 512 new tokens; shorter limits lower CHAIR and recall alike.</summary>
    public string Prompt { get; init; } = "Please describe this image in detail.";

    /// <summary>Draws for the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();
}
