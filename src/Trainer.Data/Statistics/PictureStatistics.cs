using Trainer.Data.Images;
using Trainer.Data.Records;

namespace Trainer.Data.Statistics;

/// <summary>The different pictures of a dataset, by their headers.</summary>
public sealed class PictureStatistics
{
    private const int MostProblems = 5;
    private readonly DistinctTexts paths = new();
    private readonly List<string> problems = [];

    /// <summary>Different pictures, unreadable ones included.</summary>
    public int Distinct => paths.Count;

    /// <summary>Pictures that are missing or can't be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>What is wrong with the first of those.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Widths of the others, in pixels.</summary>
    public Histogram Widths { get; } = new();

    /// <summary>Heights of the others, in pixels.</summary>
    public Histogram Heights { get; } = new();

    /// <summary>Measures those pictures that were not seen before, several at once.</summary>
    internal void Add(IEnumerable<string> images, string folder)
    {
        string[] fresh = [.. images.Where(paths.Add)];
        foreach ((ImageSize size, string? problem) in fresh.AsParallel().AsOrdered().Select(image => Measure(image, folder)))
        {
            Add(size, problem);
        }
    }

    private void Add(ImageSize size, string? problem)
    {
        if (problem is null)
        {
            Widths.Add(size.Width);
            Heights.Add(size.Height);
            return;
        }

        Unreadable++;
        if (problems.Count < MostProblems)
        {
            problems.Add(problem);
        }
    }

    private static (ImageSize Size, string? Problem) Measure(string image, string folder)
    {
        try
        {
            string path = ImagePaths.Resolve(folder, image);
            return File.Exists(path) ? (ImageCodec.MeasureFile(path), null) : (default, $"{path} does not exist.");
        }
        catch (DataException exception)
        {
            return (default, exception.Message);
        }
    }
}
