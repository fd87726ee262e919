using System.Globalization;
using Trainer.Data;
using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks.ScienceQa;

/// <summary>ScienceQA's files (arXiv:2209.09513): <c>problems.json</c> by number, and <c>pid_splits.json</c> with the numbers of each split.</summary>
public static class ScienceQaFile
{
    private const string GradePrefix = "grade";

    /// <summary>Reads the problems of a split, in its order.</summary>
    /// <exception cref="DataException">A file can't be read, or a problem is missing or broken.</exception>
    public static IReadOnlyList<ScienceQaQuestion> Read(string problems, string splits, string split = "test")
    {
        string[] ids = JsonFile.Read<string[]>(splits, root => [.. root[split].AsList().Select(id => id.AsIdentifier())]);
        return JsonFile.Read<IReadOnlyList<ScienceQaQuestion>>(problems, root => [.. ids.Select(id => Parse(id, root[id]))]);
    }

    private static ScienceQaQuestion Parse(string id, RecordElement item)
    {
        string[] choices = [.. item["choices"].AsList().Select(choice => choice.AsText())];
        double right = item["answer"].AsNumber();
        return right == Math.Floor(right) && right >= 0 && right < choices.Length
            ? new ScienceQaQuestion(id, Picture(id, item), item["question"].AsText(), item.Find("hint")?.AsText() ?? "", choices, (int)right)
            {
                Subject = item.Find("subject")?.AsText() ?? "",
                Grade = item.Find("grade")?.AsText() is { } grade && grade.StartsWith(GradePrefix, StringComparison.Ordinal)
                    && int.TryParse(grade.AsSpan(GradePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int year) ? year : 0,
            }
            : throw item["answer"].Fail($"must be the index of one of {choices.Length} choices, but is {right}.");
    }

    private static string Picture(string id, RecordElement item) => item.Find("image")?.AsText() is { Length: > 0 } name ? $"{id}/{name}" : "";
}
