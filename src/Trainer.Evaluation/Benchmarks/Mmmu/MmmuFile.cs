using Trainer.Data;
using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks.Mmmu;

/// <summary>
/// MMMU's questions as JSON lines with the fields of the published table: <c>id</c>, <c>question</c>, <c>options</c>, <c>answer</c>,
/// <c>question_type</c>, and <c>image</c>, the name of the first picture.
/// </summary>
public static class MmmuFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It can't be read, or a line is no such question.</exception>
    public static IReadOnlyList<MmmuQuestion> Read(string path) => JsonLines.Read(path, Parse);

    private static MmmuQuestion Parse(RecordElement line)
    {
        bool isChoice = line["question_type"].AsText() == "multiple-choice";
        string[] options = isChoice ? [.. line["options"].AsList().Select(option => option.AsText())] : [];
        RecordElement answer = line["answer"];
        string[] gold = answer.IsList ? [.. answer.AsList().Select(each => each.AsText())] : [answer.AsText()];
        bool hasLetters = !isChoice || gold.All(letter => letter.Length == 1 && letter[0] - 'A' is >= 0 and var index && index < options.Length);
        return hasLetters
            ? new MmmuQuestion(line["id"].AsText(), line["image"].AsText(), line["question"].AsText(), options, gold)
            : throw answer.Fail($"must be a letter of the {options.Length} options, but is {string.Join(", ", gold)}.");
    }
}
