namespace Trainer.Evaluation.Benchmarks;

/// <summary>Where the pictures of benchmarks lie: the data's <c>images/</c>, or a folder of the benchmark's own, such as <c>mme/images/</c>.</summary>
/// <param name="folders">Folders in the order in which they are searched.</param>
public sealed class PictureFolders(params IReadOnlyList<string> folders)
{
    private const string Name = "images";

    /// <summary>The folders of a dataset.</summary>
    public static PictureFolders Of(string data) =>
        new([Path.Combine(data, Name), .. BenchmarkCatalog.All.Select(definition => Path.Combine(data, definition.Suite, Name)).Distinct()]);

    /// <summary>Whether there is nothing to look for, or it is there.</summary>
    public bool Has(Question question) => question.Image.Length == 0 || TryFind(question.Image) is not null;

    /// <summary>Path of a picture.</summary>
    /// <exception cref="Data.DataException">No folder has it.</exception>
    public string Find(string name) => TryFind(name) ?? ImageLocator.Find(folders[0], name);

    private string? TryFind(string name) => folders.Select(folder => ImageLocator.TryFind(folder, name)).FirstOrDefault(path => path is not null);
}
