using Trainer.Evaluation.Benchmarks.Judged;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.LlavaBench;

/// <summary>LLaVA-Bench (arXiv:2304.08485): a judge who reads what is in the picture marks GPT-4's answer and the model's.</summary>
public static class LlavaBenchmark
{
    private const string System = "You are a helpful and precise assistant for checking the quality of the answer.";

    /// <summary>To which LLaVA's summary rounds means before it divides them.</summary>
    private const int Decimals = 3;

    private static readonly string[] Categories = ["conv", "detail", "complex"];

    private static readonly Variant<Func<string, ReviewMarks>>[] Parsers = [new("llava", ReviewMarks.Strict), new("tolerant", ReviewMarks.Tolerant)];

    internal static BenchmarkDefinition Coco { get; } = Define("llava_bench_coco", "Questions about 30 pictures of COCO, marked by a judge.", rulePrefix: "");

    internal static BenchmarkDefinition Wild { get; } = Define("llava_bench_wild", "Questions about 24 pictures of all kinds, marked by a judge.", rulePrefix: "llava_bench_");

    private static BenchmarkDefinition Define(string name, string summary, string rulePrefix) => new(name, name, summary, Protocol(name), source =>
        Of(name, source.Limited(LlavaBenchFiles.Read(source, name, rulePrefix)), source.RequireJudge(name), source.Parser));

    private static BenchmarkProtocol Protocol(string name) => new()
    {
        Source = "arXiv:2304.08485",
        Files = $"{name}/*questions*.jsonl, *gpt4*.jsonl (reference answers), caps_boxes*.jsonl or context*.jsonl, rule.json",
        Parsers = Parsers.Names(),
        Metrics = "judged: 100·mean mark / mean mark of the reference, means of 3 decimals, over questions and by category; unreadable reviews count −1 each",
    };

    /// <summary>The benchmark of some questions.</summary>
    /// <param name="name">Which of the two.</param>
    /// <param name="items">The questions.</param>
    /// <param name="judge">The judge.</param>
    /// <param name="parser">Name of the rule that reads reviews; null: LLaVA's.</param>
    public static JudgedBenchmark Of(string name, IReadOnlyList<LlavaBenchItem> items, IJudge judge, string? parser = null)
    {
        Variant<Func<string, ReviewMarks>> reading = Parsers.Choose(parser, "rule for reading reviews");
        return new JudgedBenchmark(
            new MarkingScheme { Name = name, AnswerParser = reading.Name, Metrics = Metrics },
            [.. items.Select(item => new JudgedExercise(new Question(item.Id, item.Image, item.Text), answer => new Review(Ask(item, answer), review => Mark(item.Category, reading.Value(review)))))],
            judge);
    }

    /// <summary>The marks of a review.</summary>
    internal static IEnumerable<Mark> Mark(string category, ReviewMarks marks) =>
    [
        new("unreadable", marks == ReviewMarks.Unreadable ? 1 : 0),
        .. new[] { "", $"{category}/" }.SelectMany(group => new Mark[] { new($"{group}n"), new($"{group}reference", marks.Reference), new($"{group}candidate", marks.Candidate) }),
    ];

    /// <summary>The metrics.</summary>
    internal static IReadOnlyList<Metric<Tally>> Metrics { get; } =
    [
        new("relative", tally => Relative(tally, ""), HigherIsBetter: true),
        .. Categories.Select(category => new Metric<Tally>(category, tally => Relative(tally, $"{category}/"), HigherIsBetter: true)),
        new("reference", tally => 10 * tally.Ratio("reference", "n"), HigherIsBetter: null),
        new("candidate", tally => 10 * tally.Ratio("candidate", "n"), HigherIsBetter: true),
        new("unreadable", tally => tally.Ratio("unreadable", "n"), HigherIsBetter: null),
    ];

    private static double? Relative(Tally tally, string group) =>
        tally.Ratio($"{group}reference", $"{group}n") is { } reference && tally.Ratio($"{group}candidate", $"{group}n") is { } candidate && reference != 0
            ? 100 * Math.Round(candidate, Decimals) / Math.Round(reference, Decimals)
            : null;

    private static JudgeRequest Ask(LlavaBenchItem item, string answer)
    {
        string role = item.Rule.Role;
        string text = $"[Context]\n{item.Context}\n\n[Question]\n{item.Text}\n\n{Side(role, 1, item.Reference)}{Side(role, 2, answer)}[System]\n{item.Rule.Prompt}\n\n";
        return new JudgeRequest(text) { System = System, Temperature = 0.2, MaxTokens = 1024 };
    }

    private static string Side(string role, int number, string answer) => $"[{role} {number}]\n{answer}\n\n[End of {role} {number}]\n\n";
}
