using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Where benchmarks find their files, and how much of them to ask.</summary>
/// <param name="Directory">
/// A dataset's folder: <c>annotations/</c> with COCO's <c>instances_*.json</c> and <c>captions_*.json</c>, and, where the official
/// questions are wanted, <c>pope/</c> with <c>*pope_random.json[l]</c> and the like; for A-OKVQA <c>aokvqa/</c> with <c>aokvqa*_val.json</c>.
/// </param>
/// <param name="Limit">Most questions of each benchmark; 0: all.</param>
/// <param name="Seed">Decides which pictures and absent objects are drawn where questions are built.</param>
public sealed record BenchmarkSource(string Directory, int Limit = 0, ulong Seed = 17)
{
    /// <summary>The part of a list that <see cref="Limit"/> leaves.</summary>
    internal IReadOnlyList<T> Limited<T>(IReadOnlyList<T> items) => Limit == 0 ? items : [.. items.Take(Limit)];

    /// <summary>Annotation files of the validation pictures, or all where none is named so.</summary>
    /// <param name="kind"><c>instances</c> or <c>captions</c>.</param>
    /// <exception cref="DataException">There are none.</exception>
    internal IReadOnlyList<string> Annotations(string kind)
    {
        string folder = Path.Combine(Directory, "annotations");
        string[] files = Find(folder, $"{kind}_*.json");
        string[] held = [.. files.Where(file => Path.GetFileName(file).StartsWith($"{kind}_val", StringComparison.Ordinal))];
        return (held, files) switch
        {
            ({ Length: > 0 }, _) => held,
            (_, { Length: > 0 }) => files,
            _ => throw new DataException($"{folder} has no {kind}_*.json. Set evaluation.data_dir to a folder with COCO's annotations."),
        };
    }

    /// <summary>A file of ready-made questions; null where there is none.</summary>
    internal string? FindQuestions(string folder, string pattern) => Find(Path.Combine(Directory, folder), pattern).FirstOrDefault();

    private static string[] Find(string folder, string pattern) => System.IO.Directory.Exists(folder)
        ? [.. System.IO.Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)]
        : [];
}
