using System.Text.Json;
using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Modeling.Weights;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>POPE's files: JSON lines with <c>question_id</c>, <c>image</c>, <c>text</c> and <c>label</c>, also under a <c>.json</c> name.</summary>
public static class PopeQuestionFile
{
    /// <summary>Reads a file; texts stay as shipped, with their "imange".</summary>
    /// <exception cref="DataException">The file can't be read, or a line is no such question, or an id occurs twice.</exception>
    public static IReadOnlyList<PopeQuestion> Read(string path)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return JsonLines.Read(path, line => Parse(line, ids));
    }

    /// <summary>Writes questions as the official files hold them.</summary>
    public static void Write(string path, IEnumerable<PopeQuestion> questions) => AtomicFile.WriteText(path, string.Concat(questions.Select(Line)));

    private static PopeQuestion Parse(RecordElement line, HashSet<string> ids)
    {
        string id = line["question_id"].AsIdentifier();
        return ids.Add(id)
            ? new PopeQuestion(id, line["image"].AsText(), line["text"].AsText(), IsYes(line["label"]))
            : throw line["question_id"].Fail($"is {id}, which an earlier line has too. Ids must differ, since answers are found by them.");
    }

    private static bool IsYes(RecordElement label) => label.AsText().ToUpperInvariant() switch
    {
        "YES" => true,
        "NO" => false,
        _ => throw label.Fail($"must be yes or no, but is \"{label.AsText()}\"."),
    };

    private static string Line(PopeQuestion question) => JsonSerializer.Serialize(new
    {
        question_id = long.TryParse(question.Id, out long number) ? (object)number : question.Id,
        image = question.Image,
        text = question.Text,
        label = question.IsPresent ? "yes" : "no",
    }) + "\n";
}
