using System.Text.Json.Nodes;

namespace Trainer.Cli.Studies;

/// <summary>A figure by which variants are compared.</summary>
/// <param name="Key">Its name in study.json.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Suite">The benchmark that measures it.</param>
/// <param name="Field">Its name in the benchmark's result.</param>
/// <param name="HigherIsBetter">Null where neither more nor less is better in itself.</param>
internal sealed record StudyMetric(string Key, string Title, string Suite, string Field, bool? HigherIsBetter)
{
    internal const string Chair = "chair";
    internal const string Pope = "pope";

    /// <summary>CHAIR again on answers that are drawn: greedy ones show only on which side of one half a doubt lies.</summary>
    internal const string Sampled = "sampled";

    /// <summary>Questions with choices.</summary>
    internal const string Choice = "aokvqa";

    /// <summary>Pairs of answers that a reward model scores.</summary>
    internal const string Score = "score";

    internal static IReadOnlyList<StudyMetric> All { get; } =
    [
        new("chair_s", "CHAIR_s", Chair, "chair_s", HigherIsBetter: false),
        new("chair_i", "CHAIR_i", Chair, "chair_i", HigherIsBetter: false),
        new("recall", "recall", Chair, "recall", HigherIsBetter: true),
        new("words", "words", Chair, "mean_length", HigherIsBetter: null),
        new("sampled_chair_i", "CHAIR_i sampled", Sampled, "chair_i", HigherIsBetter: false),
        new("sampled_recall", "recall sampled", Sampled, "recall", HigherIsBetter: true),
        new("pope_accuracy", "POPE accuracy", Pope, "accuracy", HigherIsBetter: true),
        new("pope_f1", "POPE F1", Pope, "f1", HigherIsBetter: true),
        new("pope_yes_ratio", "POPE yes-ratio", Pope, "yes_ratio", HigherIsBetter: null),
        new("choice_accuracy", "multiple choice", Choice, "accuracy", HigherIsBetter: true),
        new("choice_readable", "names a choice", Choice, "readable", HigherIsBetter: null),
        new("pair_accuracy", "pairs told apart", Score, "accuracy", HigherIsBetter: true),
    ];

    /// <summary>Reads the figure; null where the variant was not measured or the benchmark gave none.</summary>
    /// <param name="results">What the steps printed, by name.</param>
    /// <param name="row">The variant.</param>
    internal double? Read(IReadOnlyDictionary<string, JsonObject?> results, string row) => (double?)Section(results, Suite, row)?[Field];

    /// <summary>A benchmark's result of a variant; of POPE the adversarial split, which is the one that asks about what usually goes together.</summary>
    internal static JsonObject? Section(IReadOnlyDictionary<string, JsonObject?> results, string suite, string row)
    {
        JsonObject? result = results.GetValueOrDefault($"{suite}-{row}");
        return result?["splits"]?["adversarial"] as JsonObject ?? result;
    }
}
