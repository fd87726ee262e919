using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Mme;

/// <summary>
/// MME's marks and scores (arXiv:2306.13394): of each subtask 100 · share of right answers + 100 · share of pictures with both right;
/// perception and cognition are sums of these.
/// </summary>
internal static class MmeScores
{
    /// <summary>Subtasks that need to see.</summary>
    internal static readonly string[] Perception = ["existence", "count", "position", "color", "posters", "celebrity", "scene", "landmark", "artwork", "OCR"];

    /// <summary>Subtasks that need to think too.</summary>
    internal static readonly string[] Cognition = ["commonsense_reasoning", "numerical_calculation", "text_translation", "code_reasoning"];

    /// <summary>The marks of the two answers about a picture.</summary>
    internal static IEnumerable<Mark> Of(IReadOnlyList<MmeQuestion> pair, IReadOnlyList<string> answers)
    {
        (bool IsYes, MmeAnswer Said)[] read = [.. pair.Zip(answers, (question, answer) => (question.IsYes, MmeAnswerParser.Read(answer)))];
        int right = read.Count(each => each.Said == (each.IsYes ? MmeAnswer.Yes : MmeAnswer.No));
        string subtask = pair[0].Subtask;
        return
        [
            new Mark($"{subtask}/right", right),
            new Mark($"{subtask}/questions", pair.Count),
            new Mark($"{subtask}/other", read.Count(each => each.Said == MmeAnswer.Other)),
            new Mark($"{subtask}/both_right", right == pair.Count ? 1 : 0),
            new Mark($"{subtask}/pictures"),
            .. read.Select(each => new Mark($"{(each.IsYes ? "yes" : "no")}/{each.Said}")),
        ];
    }

    /// <summary>The metrics of a set of subtasks.</summary>
    internal static IReadOnlyList<Metric<Tally>> Metrics(IReadOnlyList<string> subtasks) =>
    [
        new("perception", tally => Total(tally, Perception.Intersect(subtasks)), HigherIsBetter: true),
        new("cognition", tally => Total(tally, Cognition.Intersect(subtasks)), HigherIsBetter: true),
        .. Perception.Concat(Cognition).Intersect(subtasks).Select(subtask => new Metric<Tally>(subtask, tally => Score(tally, subtask), HigherIsBetter: true)),
        new("subtasks", _ => subtasks.Count, HigherIsBetter: null),
        new("accuracy", tally => Share(tally, subtasks, "right", "questions"), HigherIsBetter: true),
        new("accuracy_plus", tally => Share(tally, subtasks, "both_right", "pictures"), HigherIsBetter: true),
        new("precision", tally => Part(tally["yes/Yes"], tally["no/Yes"]), HigherIsBetter: true),
        new("recall", tally => Part(tally["yes/Yes"], tally["yes/No"]), HigherIsBetter: true),
        new("other", tally => Share(tally, subtasks, "other", "questions"), HigherIsBetter: null),
    ];

    private static double? Total(Tally tally, IEnumerable<string> subtasks) =>
        subtasks.Select(subtask => Score(tally, subtask)).Aggregate((double?)null, (sum, score) => score is null ? sum : (sum ?? 0) + score);

    private static double? Score(Tally tally, string subtask) =>
        100 * (tally.Ratio($"{subtask}/right", $"{subtask}/questions") + tally.Ratio($"{subtask}/both_right", $"{subtask}/pictures"));

    private static double? Share(Tally tally, IReadOnlyList<string> subtasks, string part, string whole) =>
        subtasks.Sum(subtask => tally[$"{subtask}/{whole}"]) is var all && all == 0 ? null : subtasks.Sum(subtask => tally[$"{subtask}/{part}"]) / all;

    /// <summary>The evaluation tool leaves answers that are neither yes nor no out of precision and recall.</summary>
    private static double? Part(double found, double rest) => found + rest == 0 ? null : found / (found + rest);
}
