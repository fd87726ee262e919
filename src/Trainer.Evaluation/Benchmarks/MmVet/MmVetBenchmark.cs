using System.Globalization;
using Trainer.Evaluation.Benchmarks.Judged;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.MmVet;

/// <summary>MM-Vet (arXiv:2308.02490): open questions that take several abilities, graded from 0 to 1 by a judge who knows the truth.</summary>
public static class MmVetBenchmark
{
    private const string Name = "mm_vet";

    private const string Parser = "mm_vet";

    /// <summary>Our words for the judge. Places: question, truth, answer.</summary>
    private const string OurTemplate =
        """
        Grade a model's answer to a question about a picture by comparing it with the truth. Where the truth joins its parts by <AND>, an answer is
        wholly right only if it has all of them; where it joins them by <OR>, any one of them is enough. The grade is one of 0.0 (wholly wrong), 0.1,
        0.2, and so on to 1.0 (wholly right). Reply with the grade alone.

        Question: {}
        Truth: {}
        Answer: {}
        Grade:
        """;

    private static readonly string[] Capabilities = ["rec", "ocr", "know", "gen", "spat", "math"];

    internal static BenchmarkDefinition Definition { get; } = new(Name, Name, "Open questions that take several abilities, graded by a judge.", Protocol, source => Of(
        source.Limited(MmVetItem.Read(source.Require(Name, "mm-vet.json", "MM-Vet's questions and truths"))),
        source.RequireJudge(Name),
        JudgeTemplate.Open(source, Name, OurTemplate)));

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2308.02490",
        Files = $"{Name}/mm-vet.json; {JudgeTemplate.FileName} with other words for the judge, if wanted",
        Parsers = [Parser],
        Metrics = "judged: 100·mean grade over questions, and over those that take each ability; unreadable grades are 0",
    };

    /// <summary>The benchmark of some questions.</summary>
    /// <param name="items">The questions.</param>
    /// <param name="judge">The judge.</param>
    /// <param name="template">The words in which it is asked; null: ours.</param>
    public static JudgedBenchmark Of(IReadOnlyList<MmVetItem> items, IJudge judge, JudgeTemplate? template = null)
    {
        JudgeTemplate words = template ?? new JudgeTemplate(OurTemplate);
        return new JudgedBenchmark(
            new MarkingScheme { Name = Name, AnswerParser = Parser, Metrics = Metrics },
            [.. items.Select(item => new JudgedExercise(new Question(item.Id, item.Image, item.Text), answer => new Review(Ask(words, item, answer), verdict => Mark(item, verdict))))],
            judge,
            words);
    }

    /// <summary>MM-Vet's reading of a grade: the first word, a number from 0 to 1.</summary>
    public static double? Read(string verdict) =>
        double.TryParse(verdict.Split(' ')[0].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double grade) && grade <= 1 ? grade : null;

    private static JudgeRequest Ask(JudgeTemplate template, MmVetItem item, string answer)
    {
        string truth = item.Gold.Replace("<AND>", " <AND> ", StringComparison.Ordinal).Replace("<OR>", " <OR> ", StringComparison.Ordinal);
        return new JudgeRequest(template.Fill(item.Text, truth, answer)) { Temperature = 0, MaxTokens = 8 };
    }

    private static IEnumerable<Mark> Mark(MmVetItem item, string verdict)
    {
        double? grade = Read(verdict);
        return
        [
            new("n"),
            new("grade", grade ?? 0),
            new("unreadable", grade is null ? 1 : 0),
            .. item.Capabilities.SelectMany(name => new Mark[] { new($"{name}/n"), new($"{name}/grade", grade ?? 0) }),
        ];
    }

    private static IReadOnlyList<Metric<Tally>> Metrics { get; } =
    [
        new("score", tally => 100 * tally.Ratio("grade", "n"), HigherIsBetter: true),
        .. Capabilities.Select(name => new Metric<Tally>(name, tally => 100 * tally.Ratio($"{name}/grade", $"{name}/n"), HigherIsBetter: true)),
        new("unreadable", tally => tally.Ratio("unreadable", "n"), HigherIsBetter: null),
    ];
}
