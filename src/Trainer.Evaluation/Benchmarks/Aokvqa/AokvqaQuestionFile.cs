using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Evaluation.Benchmarks.Aokvqa;

/// <summary>A-OKVQA's files (arXiv:2206.01718): a JSON list of <c>question_id</c>, <c>image_id</c>, <c>question</c>, <c>choices</c>, <c>correct_choice_idx</c>.</summary>
public static class AokvqaQuestionFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It can't be read, a record is no such question, or an id occurs twice.</exception>
    public static IReadOnlyList<AokvqaQuestion> Read(string path)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return JsonFile.ReadList(path, item => Parse(item, ids));
    }

    private static AokvqaQuestion Parse(RecordElement item, HashSet<string> ids)
    {
        string id = item["question_id"].AsIdentifier();
        if (!ids.Add(id))
        {
            throw item["question_id"].Fail($"is {id}, which an earlier question has too. Ids must differ, since answers are found by them.");
        }

        string[] choices = [.. item["choices"].AsList().Select(choice => choice.AsText())];
        return choices.Length is >= 2 and <= ChoiceText.MostChoices
            ? new AokvqaQuestion(id, Whole(item["image_id"], long.MaxValue), item["question"].AsText(), choices, (int)Whole(item["correct_choice_idx"], choices.Length - 1))
            : throw item["choices"].Fail($"must be 2 to {ChoiceText.MostChoices} texts, but are {choices.Length}.");
    }

    // The test split keeps its answers to itself, and then there is no field at all.
    private static long Whole(RecordElement number, long most) =>
        number.AsNumber() is var value && value == Math.Floor(value) && value >= 0 && value <= most
            ? (long)value
            : throw number.Fail($"must be a whole number from 0 to {most}, but is {value}.");
}
