using System.Globalization;
using Trainer.Evaluation.Benchmarks.Choices;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.MmBench;

/// <summary>MMBench (arXiv:2307.06281): circular evaluation, where a question counts only if it is answered rightly in every order of its options.</summary>
public static class MmBenchmark
{
    private static readonly Variant<Func<MmBenchQuestion, string>>[] Prompts =
    [
        new("llava", question => $"{question.Text}\n{Lines(question)}\nAnswer with the option's letter from the given choices directly."),
        new("llava_rlhf", question => $"{question.Text}\nThere are several options:\n{Lines(question)}"),
    ];

    private static readonly Variant<ChoiceParser>[] Parsers = [ChoiceParsers.VlmEvalKit, ChoiceParsers.Choice, ChoiceParsers.Mmmu];

    internal static BenchmarkDefinition Definition { get; } = new("mmbench", "mmbench", "Questions with options, each in every order of its options.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2307.06281",
        Files = "mmbench/*.tsv of the dev split; its pictures are written to mmbench/images",
        Prompts = Prompts.Names(),
        Parsers = Parsers.Names(),
        Metrics = "share of questions that are right in every order (accuracy) and in the first (vanilla), also by ability",
    };

    /// <summary>The benchmark of some rows. Questions whose rotations the table lacks are rotated here.</summary>
    /// <param name="rows">Rows of a table.</param>
    /// <param name="prompt">Name of the wording; null: LLaVA's.</param>
    /// <param name="parser">Name of the rule that reads answers; null: VLMEvalKit's.</param>
    public static MarkedBenchmark Of(IReadOnlyList<MmBenchQuestion> rows, string? prompt = null, string? parser = null)
    {
        Func<MmBenchQuestion, string> wording = Prompts.Choose(prompt, "wording").Value;
        Variant<ChoiceParser> reading = Parsers.Choose(parser, "rule for reading answers");
        return new MarkedBenchmark(
            new MarkingScheme { Name = "mmbench", AnswerParser = reading.Name, Metrics = Metrics(rows) },
            [.. Circles(rows).Select(circle => Exercise(circle, wording, reading.Value))]);
    }

    private static IEnumerable<MmBenchQuestion[]> Circles(IReadOnlyList<MmBenchQuestion> rows) =>
        rows.GroupBy(row => row.Base).Select(circle => circle.ToArray()).Select(circle =>
            circle is [MmBenchQuestion only] ? [.. Enumerable.Range(0, only.Options.Count).Select(only.Rotate)] : circle);

    private static Exercise Exercise(MmBenchQuestion[] circle, Func<MmBenchQuestion, string> wording, ChoiceParser parser) => new(
        circle[0].Base.ToString(CultureInfo.InvariantCulture),
        [.. circle.Select(row => new Question(row.Index.ToString(CultureInfo.InvariantCulture), row.Image, wording(row)) { Options = row.Options.Count })],
        answers => Mark(circle, answers, parser));

    private static IEnumerable<Mark> Mark(MmBenchQuestion[] circle, IReadOnlyList<string> answers, ChoiceParser parser)
    {
        int?[] choices = [.. circle.Zip(answers, (row, answer) => parser(answer, row.Options))];
        bool[] right = [.. circle.Zip(choices, (row, choice) => choice == row.Right)];
        double isRight = right.All(each => each) ? 1 : 0;
        return
        [
            new("questions"),
            new("right", isRight),
            new("vanilla", right[0] ? 1 : 0),
            new("asked", circle.Length),
            new("read", choices.Count(choice => choice is not null)),
            .. new[] { circle[0].Group, circle[0].Category }.Distinct().SelectMany(group => new Mark[] { new($"{group}/questions"), new($"{group}/right", isRight) }),
        ];
    }

    private static IReadOnlyList<Metric<Tally>> Metrics(IReadOnlyList<MmBenchQuestion> rows) =>
    [
        new("accuracy", tally => tally.Ratio("right", "questions"), HigherIsBetter: true),
        new("vanilla", tally => tally.Ratio("vanilla", "questions"), HigherIsBetter: true),
        new("readable", tally => tally.Ratio("read", "asked"), HigherIsBetter: null),
        .. rows.Select(row => row.Group).Concat(rows.Select(row => row.Category)).Where(group => group.Length > 0).Distinct().Select(group =>
            new Metric<Tally>(group, tally => tally.Ratio($"{group}/right", $"{group}/questions"), HigherIsBetter: true)),
    ];

    private static string Lines(MmBenchQuestion question) => string.Join('\n', question.Options.Select((option, index) => $"{(char)('A' + index)}. {option}"));

    private static MarkedBenchmark Open(BenchmarkSource source)
    {
        string path = source.Require("mmbench", "*.tsv", "a table of MMBench's dev split");
        IReadOnlyList<MmBenchQuestion> rows = MmBenchFile.Read(path, Path.Combine(source.Directory, "mmbench", "images"));
        IReadOnlyList<long> asked = source.Limited([.. rows.Select(row => row.Base).Distinct()]);
        return Of([.. rows.Where(row => asked.Contains(row.Base))], source.Prompt, source.Parser);
    }
}
