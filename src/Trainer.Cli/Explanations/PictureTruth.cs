using System.Globalization;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Chair;

namespace Trainer.Cli.Explanations;

/// <summary>What the pictures of a dataset show.</summary>
internal sealed class PictureTruth
{
    private readonly ChairBenchmark chair;
    private readonly Dictionary<string, string> idByPath;

    private PictureTruth(ChairBenchmark chair, PictureFolders folders)
    {
        this.chair = chair;
        idByPath = chair.Questions.Where(folders.Has).DistinctBy(question => question.Image).ToDictionary(question => Path.GetFullPath(folders.Find(question.Image)), question => question.Id);
    }

    /// <summary>The pictures, in the order of the annotations.</summary>
    internal IReadOnlyCollection<string> Images => idByPath.Keys;

    /// <summary>Opens a dataset's folder.</summary>
    /// <param name="data">With COCO's annotations/ and images/.</param>
    /// <param name="limit">Most pictures; 0: all.</param>
    /// <exception cref="Data.DataException">It has no annotations.</exception>
    internal static PictureTruth Open(string data, int limit) =>
        new((ChairBenchmark)BenchmarkCatalog.Find("chair").Single().Open(new BenchmarkSource(data, limit)), PictureFolders.Of(data));

    /// <summary>The objects that a description mentions, sorted by whether the picture has them; null for a picture of another dataset.</summary>
    internal CaptionScore? Judge(string imagePath, string description) =>
        idByPath.TryGetValue(Path.GetFullPath(imagePath), out string? id) ? chair.Judge(new ImageCaption(long.Parse(id, CultureInfo.InvariantCulture), description)) : null;
}

/// <summary>What was said of a picture.</summary>
/// <param name="ImagePath">Its file.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was said.</param>
internal sealed record SaidOfPicture(string ImagePath, string Question, string Answer);
