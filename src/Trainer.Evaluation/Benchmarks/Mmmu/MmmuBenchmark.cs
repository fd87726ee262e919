using Trainer.Evaluation.Benchmarks.Marking;

namespace Trainer.Evaluation.Benchmarks.Mmmu;

/// <summary>MMMU (arXiv:2311.16502): college questions in 30 subjects, most with options, on the validation split.</summary>
public static class MmmuBenchmark
{
    internal static BenchmarkDefinition Definition { get; } = new("mmmu", "mmmu", "College questions in 30 subjects, with options or short answers.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2311.16502, prompt as in LLaVA-Align",
        Files = "mmmu/*.jsonl (id, question, options, answer, question_type, image)",
        Prompts = ["letter"],
        Parsers = ["mmmu"],
        Metrics = "share of right answers over questions, also by subject and domain; unread letters earn what lots win, with both bounds",
    };

    /// <summary>The benchmark of some questions.</summary>
    public static MarkedBenchmark Of(IReadOnlyList<MmmuQuestion> questions) => new(
        new MarkingScheme
        {
            Name = "mmmu",
            AnswerParser = "mmmu",
            Metrics = MmmuScores.Metrics([.. questions.Select(question => question.Subject).Distinct()]),
        },
        [.. questions.Select(question => new Exercise(question.Id, [Ask(question)], answers => MmmuScores.Of(question, answers[0])))]);

    private static Question Ask(MmmuQuestion question) => new(question.Id, question.Image, Prompt(question)) { Options = question.Options.Count };

    private static string Prompt(MmmuQuestion question) => question.IsChoice
        ? $"{question.Text}\n{string.Concat(question.Options.Select((option, index) => $"({(char)('A' + index)}) {option}\n"))}\nAnswer with the option's letter from the given choices directly."
        : $"{question.Text}\nAnswer the question using a single word or phrase.";

    private static MarkedBenchmark Open(BenchmarkSource source)
    {
        source.Require("mmmu", "*.jsonl", "MMMU's validation questions as JSON lines");
        return Of(source.Limited([.. source.FindAll("mmmu", "*.jsonl").SelectMany(path => MmmuFile.Read(source.Files.Add(path)))]));
    }
}
