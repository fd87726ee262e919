using Trainer.Evaluation.Benchmarks.Choices;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.ScienceQa;

/// <summary>ScienceQA (arXiv:2209.09513): school questions with choices, with pictures or without.</summary>
public static class ScienceQaBenchmark
{
    /// <summary>Highest school year of the lower group.</summary>
    private const int LowerGrades = 6;

    private static readonly Variant<ChoiceParser>[] Parsers = [ChoiceParsers.LlavaScienceQa, ChoiceParsers.Choice, ChoiceParsers.VlmEvalKit];

    private static readonly Variant<Func<ScienceQaQuestion, bool>>[] Groups =
    [
        new("image", question => question.Image.Length > 0),
        new("text", question => question.Hint.Length > 0),
        new("no_context", question => question.Image.Length == 0 && question.Hint.Length == 0),
        new("natural_science", question => question.Subject == "natural science"),
        new("social_science", question => question.Subject == "social science"),
        new("language_science", question => question.Subject == "language science"),
        new("grades_1_6", question => question.Grade is > 0 and <= LowerGrades),
        new("grades_7_12", question => question.Grade > LowerGrades),
    ];

    internal static BenchmarkDefinition Definition { get; } = new("scienceqa", "scienceqa", "School questions with choices, with pictures or without.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2209.09513, prompt and rule as in LLaVA",
        Files = "scienceqa/problems.json, scienceqa/pid_splits.json; pictures ID/image.png",
        Prompts = ["llava"],
        Parsers = Parsers.Names(),
        Metrics = "share of right answers over questions, also with pictures, by subject and by school year",
    };

    /// <summary>The benchmark of some problems.</summary>
    /// <param name="questions">The problems.</param>
    /// <param name="parser">Name of the rule that reads answers; null: LLaVA's.</param>
    public static MarkedBenchmark Of(IReadOnlyList<ScienceQaQuestion> questions, string? parser = null)
    {
        Variant<ChoiceParser> reading = Parsers.Choose(parser, "rule for reading answers");
        return new MarkedBenchmark(
            new MarkingScheme { Name = "scienceqa", AnswerParser = reading.Name, Metrics = Metrics },
            [.. questions.Select(question => new Exercise(question.Id, [Ask(question)], answers => Mark(question, reading.Value(answers[0], question.Choices))))]);
    }

    private static IReadOnlyList<Metric<Tally>> Metrics { get; } =
    [
        new("accuracy", tally => tally.Ratio("right", "questions"), HigherIsBetter: true),
        new("readable", tally => tally.Ratio("read", "questions"), HigherIsBetter: null),
        .. Groups.Select(group => new Metric<Tally>(group.Name, tally => tally.Ratio($"{group.Name}/right", $"{group.Name}/questions"), HigherIsBetter: true)),
    ];

    private static Question Ask(ScienceQaQuestion question) => new(question.Id, question.Image, Prompt(question)) { Options = question.Choices.Count };

    private static string Prompt(ScienceQaQuestion question)
    {
        string context = question.Hint.Trim() is { Length: > 0 } hint ? hint : "N/A";
        string choices = string.Join(' ', question.Choices.Select((choice, index) => $"({(char)('A' + index)}) {choice}"));
        string text = $"Context: {context}\nQuestion: {question.Text}\nOptions: {choices}".Replace("  ", " ", StringComparison.Ordinal);
        return $"{text}\nAnswer with the option's letter from the given choices directly.";
    }

    private static IEnumerable<Mark> Mark(ScienceQaQuestion question, int? choice)
    {
        double right = choice == question.Right ? 1 : 0;
        return
        [
            new("questions"),
            new("right", right),
            new("read", choice is null ? 0 : 1),
            .. Groups.Where(group => group.Value(question)).SelectMany(group => new Mark[] { new($"{group.Name}/questions"), new($"{group.Name}/right", right) }),
        ];
    }

    private static MarkedBenchmark Open(BenchmarkSource source)
    {
        string problems = source.Require("scienceqa", "problems.json", "ScienceQA's problems");
        string splits = source.Require("scienceqa", "pid_splits.json", "ScienceQA's list of splits");
        return Of(source.Limited(ScienceQaFile.Read(problems, splits)), source.Parser);
    }
}
