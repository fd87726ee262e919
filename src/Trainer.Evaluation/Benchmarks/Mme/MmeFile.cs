using Trainer.Data;
using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks.Mme;

/// <summary>
/// MME's files, one of each subtask: lines of picture, question and truth, in files of results also of an answer, with tabs between.
/// Two lines that follow each other are about one picture.
/// </summary>
public static class MmeFile
{
    /// <summary>Reads a file, whose name is its subtask's.</summary>
    /// <exception cref="DataException">It can't be read, a line has other fields, or its lines aren't pairs about pictures.</exception>
    public static IReadOnlyList<MmeQuestion> Read(string path)
    {
        try
        {
            string subtask = Path.GetFileNameWithoutExtension(path);
            string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0)];
            MmeQuestion[] questions = [.. lines.Select((line, index) => Parse(line, subtask, new RecordPlace(path, index + 1)))];
            RequirePairs(questions, path);
            return questions;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} can't be read: {error.Message}", error);
        }
    }

    private static MmeQuestion Parse(string line, string subtask, RecordPlace place)
    {
        string[] fields = line.Split('\t');
        return fields.Length is 3 or 4
            ? new MmeQuestion(subtask, fields[0], fields[1], IsYes(fields[2], place), fields.ElementAtOrDefault(3))
            : throw place.Fail("", $"must be picture, question, truth and perhaps an answer with tabs between, but has {fields.Length} fields.");
    }

    private static bool IsYes(string truth, RecordPlace place) => truth.Trim().ToUpperInvariant() switch
    {
        "YES" => true,
        "NO" => false,
        _ => throw place.Fail("", $"must have Yes or No as its third field, but has \"{truth}\"."),
    };

    private static void RequirePairs(MmeQuestion[] questions, string path)
    {
        if (questions.Chunk(2).FirstOrDefault(pair => pair.Length < 2 || pair[0].Image != pair[1].Image) is { } broken)
        {
            throw new DataException($"{path}: picture {broken[0].Image} must have two lines that follow each other. Keep the order of the shipped file.");
        }
    }
}
