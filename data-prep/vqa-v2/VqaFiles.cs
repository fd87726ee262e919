using System.Text.RegularExpressions;
using Trainer.Data;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.VqaV2;

/// <summary>The questions and answers of one split.</summary>
/// <param name="Split">Such as <c>train2014</c>.</param>
/// <param name="Questions">File of the questions.</param>
/// <param name="Annotations">File of the answers.</param>
internal sealed partial record VqaFiles(string Split, string Questions, string Annotations)
{
    /// <summary>Pairs the files by the split in their names. The test splits have no public answers and are passed over.</summary>
    /// <exception cref="DataException">Questions have no answers.</exception>
    internal static IEnumerable<VqaFiles> Find(SourceInput input)
    {
        IReadOnlyList<string> answers = input.Require("the answers of VQA", "*annotations*.json");
        return input.Require("the questions of VQA", "*questions*.json")
            .Select(path => (Path: path, Split: SplitOf(path)))
            .Where(file => !file.Split.StartsWith("test", StringComparison.Ordinal))
            .Select(file => new VqaFiles(file.Split, file.Path, answers.FirstOrDefault(path => SplitOf(path) == file.Split) ?? throw new DataException(
                $"{file.Path} has no file of answers beside it: *annotations*.json with {file.Split} in its name. Download it, too.")));
    }

    private static string SplitOf(string path) => SplitName().Match(Path.GetFileName(path)) is { Success: true } match
        ? match.Value
        : throw new DataException($"{path} has neither train, val nor test in its name. Keep the names of the release.");

    [GeneratedRegex(@"(train|val|test)(-dev)?\d*")]
    private static partial Regex SplitName();
}
