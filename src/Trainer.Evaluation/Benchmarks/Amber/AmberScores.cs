using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Amber;

/// <summary>AMBER's marks and metrics (arXiv:2311.07397). In its yes/no part "no" is the positive class: saying no to what isn't there.</summary>
internal static class AmberScores
{
    private static readonly (string Name, string[] Parts)[] Dimensions =
    [
        ("existence", ["existence"]),
        ("attribute", ["state", "number", "action"]),
        ("state", ["state"]),
        ("number", ["number"]),
        ("action", ["action"]),
        ("relation", ["relation"]),
    ];

    private static readonly string[] All = ["existence", "state", "number", "action", "relation"];

    /// <summary>Every metric; those of a part that wasn't asked have no value.</summary>
    internal static IReadOnlyList<Metric<Tally>> Metrics { get; } =
    [
        new("amber", tally => (1 - Chair(tally) + F1(tally, All)) / 2, HigherIsBetter: true),
        new("chair", Chair, HigherIsBetter: false),
        new("cover", tally => tally.Ratio("covered", "objects"), HigherIsBetter: true),
        new("hal", tally => tally.Ratio("hallucinating", "descriptions"), HigherIsBetter: false),
        new("cog", tally => tally.Ratio("tempted", "tempting"), HigherIsBetter: false),
        new("accuracy", tally => Share(tally, All, "right", "questions"), HigherIsBetter: true),
        new("precision", tally => Share(tally, All, "right_no", "said_no"), HigherIsBetter: true),
        new("recall", tally => Share(tally, All, "right_no", "no"), HigherIsBetter: true),
        new("f1", tally => F1(tally, All), HigherIsBetter: true),
        new("readable", tally => Share(tally, All, "read", "questions"), HigherIsBetter: null),
        .. Dimensions.SelectMany(dimension => new Metric<Tally>[]
        {
            new($"{dimension.Name}_accuracy", tally => Share(tally, dimension.Parts, "right", "questions"), HigherIsBetter: true),
            new($"{dimension.Name}_f1", tally => F1(tally, dimension.Parts), HigherIsBetter: true),
        }),
    ];

    /// <summary>The marks of a description.</summary>
    internal static IEnumerable<Mark> OfDescription(AmberTruth truth, AmberWords words, string description)
    {
        string[] nouns = [.. words.Find(description)];
        string[] risky = [.. nouns.Where(noun => !words.IsSafe(noun))];
        int?[] covered = [.. risky.Select(noun => words.Place(truth.Objects, noun))];
        string[] hallucinated = [.. risky.Zip(covered).Where(pair => pair.Second is null).Select(pair => pair.First)];
        return
        [
            new("descriptions"),
            new("nouns", nouns.Length),
            new("hallucinated", hallucinated.Length),
            new("hallucinating", hallucinated.Length > 0 ? 1 : 0),
            new("objects", truth.Objects.Count),
            new("covered", covered.OfType<int>().Distinct().Count()),
            new("tempting", truth.Tempting.Count),
            new("tempted", hallucinated.Select(noun => words.Place(truth.Tempting, noun)).OfType<int>().Distinct().Count()),
        ];
    }

    /// <summary>The marks of a yes/no answer; one that is neither is wrong.</summary>
    /// <param name="truth">What is true.</param>
    /// <param name="saysYes">What the answer says; null: neither.</param>
    internal static IEnumerable<Mark> OfAnswer(AmberTruth truth, bool? saysYes)
    {
        string group = truth.Dimension;
        bool isRight = saysYes == truth.IsYes;
        return
        [
            new($"{group}/questions"),
            new($"{group}/right", isRight ? 1 : 0),
            new($"{group}/read", saysYes is null ? 0 : 1),
            new($"{group}/no", truth.IsYes ? 0 : 1),
            new($"{group}/said_no", saysYes == false ? 1 : 0),
            new($"{group}/right_no", saysYes == false && isRight ? 1 : 0),
        ];
    }

    private static double? Chair(Tally tally) => tally.Ratio("hallucinated", "nouns");

    private static double? Share(Tally tally, string[] groups, string part, string whole) =>
        groups.Sum(group => tally[$"{group}/{whole}"]) is var all && all == 0 ? null : groups.Sum(group => tally[$"{group}/{part}"]) / all;

    /// <summary>Written so that it is 0 where no "no" was right. The reference adds 0.0001 to the denominator and takes rounded parts.</summary>
    private static double? F1(Tally tally, string[] groups)
    {
        double whole = groups.Sum(group => tally[$"{group}/said_no"] + tally[$"{group}/no"]);
        return whole == 0 ? null : 2 * groups.Sum(group => tally[$"{group}/right_no"]) / whole;
    }
}
