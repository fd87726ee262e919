using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Mmmu;

/// <summary>MMMU's marks and accuracies, weighted by questions.</summary>
internal static class MmmuScores
{
    /// <summary>The metrics of a set of subjects.</summary>
    internal static IReadOnlyList<Metric<Tally>> Metrics(IReadOnlyCollection<string> subjects) =>
    [
        new("accuracy", tally => tally.Ratio("right", "questions"), HigherIsBetter: true),
        new("accuracy_low", tally => tally.Ratio("right", "questions") - tally.Ratio("lots", "questions"), HigherIsBetter: null),
        new("accuracy_high", tally => tally.Ratio("right", "questions") - tally.Ratio("lots", "questions") + tally.Ratio("unread", "questions"), HigherIsBetter: null),
        new("unread", tally => tally.Ratio("unread", "questions"), HigherIsBetter: null),
        .. MmmuDomains.Subjects.Keys.Select(Share),
        .. MmmuDomains.Subjects.Values.SelectMany(names => names).Intersect(subjects).Select(Share),
    ];

    /// <summary>
    /// The marks of an answer. The evaluator draws lots where it reads no letter: such an answer earns what lots win on average, and the
    /// accuracies that the worst and the best draw would give are told beside it.
    /// </summary>
    internal static IEnumerable<Mark> Of(MmmuQuestion question, string answer)
    {
        int? choice = question.IsChoice ? MmmuChoice.Read(answer, question.Options) : null;
        bool isUnread = question.IsChoice && choice is null;
        bool isRight = question.IsChoice
            ? choice is { } index && question.Gold.Contains($"{(char)('A' + index)}")
            : MmmuOpenAnswer.IsRight(answer, question.Gold);
        double lots = isUnread ? 1.0 / question.Options.Count : 0;
        double right = isRight ? 1 : lots;
        string domain = MmmuDomains.Subjects.FirstOrDefault(pair => pair.Value.Contains(question.Subject)).Key ?? "other";
        return
        [
            new Mark("unread", isUnread ? 1 : 0),
            new Mark("lots", lots),
            .. new[] { "", $"{question.Subject}/", $"{domain}/" }.SelectMany(group => new Mark[] { new($"{group}right", right), new($"{group}questions") }),
        ];
    }

    private static Metric<Tally> Share(string group) => new(group, tally => tally.Ratio($"{group}/right", $"{group}/questions"), HigherIsBetter: true);
}
