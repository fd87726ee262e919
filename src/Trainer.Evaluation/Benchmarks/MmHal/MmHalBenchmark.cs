using Trainer.Evaluation.Benchmarks.Judged;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.MmHal;

/// <summary>MMHal-Bench (arXiv:2309.14525): 96 questions of 8 types that lead to hallucinate, rated from 0 to 6 by a judge who knows what is there.</summary>
public static class MmHalBenchmark
{
    private const string Name = "mmhal_bench";

    private const string Parser = "llava_rlhf";

    internal static BenchmarkDefinition Definition { get; } = new(Name, Name, "Questions of 8 types that lead to hallucinate, rated by a judge.", Protocol, source => Of(
        source.Limited(MmHalItem.Read(source.Require(Name, "response_template.json", "MMHal-Bench's questions"))),
        source.RequireJudge(Name),
        JudgeTemplate.Open(source, Name, MmHalTemplate.Text)));

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2309.14525",
        Files = $"{Name}/response_template.json; pictures by the last part of their address; {JudgeTemplate.FileName} with the reference's words, if wanted",
        Parsers = [Parser],
        Metrics = "judged: mean rating 0 to 6 over questions and by type; hallucination rate = share of ratings below 3; unreadable verdicts rate 0",
    };

    /// <summary>The benchmark of some questions.</summary>
    /// <param name="items">The questions.</param>
    /// <param name="judge">The judge.</param>
    /// <param name="template">The words in which it is asked.</param>
    public static JudgedBenchmark Of(IReadOnlyList<MmHalItem> items, IJudge judge, JudgeTemplate template) => new(
        new MarkingScheme { Name = Name, AnswerParser = Parser, Metrics = Metrics([.. items.Select(item => item.Type).Distinct()]) },
        [.. items.Select(item => new JudgedExercise(new Question(item.Id, item.Image, item.Text), answer => new Review(Ask(template, item, answer), verdict => Mark(item.Type, verdict))))],
        judge,
        template);

    private static JudgeRequest Ask(JudgeTemplate template, MmHalItem item, string answer) =>
        new(template.Fill(item.Contents, item.Text, item.Gold, answer)) { Temperature = 0 };

    private static IEnumerable<Mark> Mark(string type, string verdict)
    {
        int? rating = MmHalRating.Read(verdict);
        return
        [
            new("n"),
            new("rating", rating ?? 0),
            new("hallucinating", (rating ?? 0) < MmHalRating.LowestTruthful ? 1 : 0),
            new("unreadable", rating is null ? 1 : 0),
            new($"{type}/n"),
            new($"{type}/rating", rating ?? 0),
        ];
    }

    private static IReadOnlyList<Metric<Tally>> Metrics(IEnumerable<string> types) =>
    [
        new("score", tally => tally.Ratio("rating", "n"), HigherIsBetter: true),
        new("hallucination_rate", tally => tally.Ratio("hallucinating", "n"), HigherIsBetter: false),
        .. types.Select(type => new Metric<Tally>(type, tally => tally.Ratio($"{type}/rating", $"{type}/n"), HigherIsBetter: true)),
        new("unreadable", tally => tally.Ratio("unreadable", "n"), HigherIsBetter: null),
    ];
}
