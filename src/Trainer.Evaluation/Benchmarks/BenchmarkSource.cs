using Trainer.Data;
using Trainer.Evaluation.Judges;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Where benchmarks find their files, how much of them to ask, and by which of their rules.</summary>
/// <param name="Directory">
/// A dataset's folder: <c>annotations/</c> with COCO's <c>instances_*.json</c> and <c>captions_*.json</c>, and a folder of its own for each
/// benchmark with ready-made questions, such as <c>pope/</c> with <c>*pope_random.json[l]</c>.
/// </param>
/// <param name="Limit">Most exercises of each benchmark; 0: all.</param>
/// <param name="Seed">Decides which pictures and absent objects are drawn where questions are built.</param>
public sealed record BenchmarkSource(string Directory, int Limit = 0, ulong Seed = 17)
{
    /// <summary>Name of the wording of questions, among those of the benchmark; null: its first.</summary>
    public string? Prompt { get; init; }

    /// <summary>Name of the rule that reads answers, among those of the benchmark; null: its first.</summary>
    public string? Parser { get; init; }

    /// <summary>Who judges answers; null where nobody does.</summary>
    public IJudge? Judge { get; init; }

    /// <summary>Folder of the answers of the model to compare with; null: none.</summary>
    public string? Against { get; init; }

    /// <summary>Where the pictures lie, for benchmarks that show them to a judge; null: the dataset's own folders.</summary>
    public PictureFolders? Pictures { get; init; }

    /// <summary>What was read so far.</summary>
    public BenchmarkFiles Files { get; } = new();

    /// <summary>The judge of a benchmark that needs one.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal IJudge RequireJudge(string benchmark) => Judge
        ?? throw new ArgumentException($"{benchmark} needs a judge. Name one with --judge-url and --judge-model; any endpoint that speaks OpenAI's protocol will do.");

    /// <summary>The part of a list that <see cref="Limit"/> leaves.</summary>
    internal IReadOnlyList<T> Limited<T>(IReadOnlyList<T> items) => Limit == 0 ? items : [.. items.Take(Limit)];

    /// <summary>Annotation files of the validation pictures, or all where none is named so.</summary>
    /// <param name="kind"><c>instances</c> or <c>captions</c>.</param>
    /// <exception cref="DataException">There are none.</exception>
    internal IReadOnlyList<string> Annotations(string kind)
    {
        string folder = Path.Combine(Directory, "annotations");
        string[] files = [.. FindAll("annotations", $"{kind}_*.json")];
        string[] held = [.. files.Where(file => Path.GetFileName(file).StartsWith($"{kind}_val", StringComparison.Ordinal))];
        return (held, files) switch
        {
            ({ Length: > 0 }, _) => [.. held.Select(Files.Add)],
            (_, { Length: > 0 }) => [.. files.Select(Files.Add)],
            _ => throw new DataException($"{folder} has no {kind}_*.json. Set evaluation.data_dir to a folder with COCO's annotations."),
        };
    }

    /// <summary>A file of a benchmark's folder.</summary>
    /// <param name="folder">The folder, which is searched with all that is in it.</param>
    /// <param name="pattern">The file's name, perhaps with stars.</param>
    /// <param name="contents">What it is, for the message.</param>
    /// <exception cref="DataException">There is none.</exception>
    internal string Require(string folder, string pattern, string contents) => Find(folder, pattern)
        ?? throw new DataException($"{Path.Combine(Directory, folder)} has no {pattern}. Put {contents} there.");

    /// <summary>The first file of a name in a benchmark's folder; null where there is none.</summary>
    internal string? Find(string folder, string pattern) => FindAll(folder, pattern).Select(Files.Add).FirstOrDefault();

    /// <summary>All files of a name, in the order of their names.</summary>
    internal IEnumerable<string> FindAll(string folder, string pattern) => Path.Combine(Directory, folder) is var path && System.IO.Directory.Exists(path)
        ? System.IO.Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];
}
