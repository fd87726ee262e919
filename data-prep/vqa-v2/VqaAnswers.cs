using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.VqaV2;

/// <summary>Joins questions and answers by their numbers.</summary>
internal static class VqaAnswers
{
    private static readonly string[] Types = ["yes/no", "number", "other"];

    /// <summary>The questions with their answers, in the order of their file. What has no counterpart is taken down as a problem.</summary>
    internal static List<VqaQuestion> Read(VqaFiles files, GatherLog log)
    {
        OrderedDictionary<long, VqaQuestion> open = Questions(files.Questions, log);
        var answered = new Dictionary<long, VqaQuestion>();
        using ElementFile annotations = ElementFile.Open(files.Annotations, "annotations");
        log.ReadAll(annotations, (_, element) =>
        {
            VqaQuestion question = Answer(element, open);
            if (!answered.TryAdd(question.Id, question))
            {
                throw element["question_id"].Fail($"is {question.Id}, which an earlier answer has, too.");
            }
        });
        foreach (VqaQuestion lost in open.Values.Where(question => !answered.ContainsKey(question.Id)))
        {
            log.Report(lost.Place, lost.Place.Place.Fail("question_id", $"is {lost.Id}, to which {Path.GetFileName(files.Annotations)} has no answer that can be used."));
        }

        return [.. open.Keys.Where(answered.ContainsKey).Select(id => answered[id])];
    }

    private static OrderedDictionary<long, VqaQuestion> Questions(string path, GatherLog log)
    {
        var questions = new OrderedDictionary<long, VqaQuestion>();
        using ElementFile file = ElementFile.Open(path, "questions");
        log.ReadAll(file, (place, element) =>
        {
            var question = new VqaQuestion(place, element["question_id"].AsWhole(), ImageOf(element), Text(element["question"]), "", false);
            if (!questions.TryAdd(question.Id, question))
            {
                throw element["question_id"].Fail($"is {question.Id}, which an earlier question has, too.");
            }
        });
        return questions;
    }

    private static VqaQuestion Answer(RecordElement element, OrderedDictionary<long, VqaQuestion> questions)
    {
        RecordElement id = element["question_id"];
        if (!questions.TryGetValue(id.AsWhole(), out VqaQuestion? question))
        {
            throw id.Fail($"is {id.AsWhole()}, which no question has.");
        }

        if (ImageOf(element) != question.ImageId)
        {
            throw element["image_id"].Fail($"is {ImageOf(element)}, but the question is about {question.ImageId}.");
        }

        string type = element["answer_type"].AsText();
        return Types.Contains(type)
            ? question with { Answer = MostGiven(element), IsYesNo = type == Types[0] }
            : throw element["answer_type"].Fail($"must be {string.Join(", ", Types)}, but is '{type}'.");
    }

    /// <summary>The official answer; OK-VQA, which states none, has the one that most people gave, the first of equals.</summary>
    private static string MostGiven(RecordElement element) => element.Find("multiple_choice_answer") is { } official
        ? Text(official)
        : element["answers"].AsList().Select(answer => Text(answer["answer"])).CountBy(answer => answer).MaxBy(count => count.Value) is { Key: { } most }
            ? most
            : throw element["answers"].Fail("must have an answer, but is empty.");

    private static long ImageOf(RecordElement element) =>
        element["image_id"].AsWhole() is var id and >= 0 ? id : throw element["image_id"].Fail("must be 0 or greater.");

    private static string Text(RecordElement text) =>
        string.IsNullOrWhiteSpace(text.AsText()) ? throw text.Fail("must say something, but is empty.") : text.AsText().Trim();
}
