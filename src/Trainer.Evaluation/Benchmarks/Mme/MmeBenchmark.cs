using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Marking;

namespace Trainer.Evaluation.Benchmarks.Mme;

/// <summary>MME (arXiv:2306.13394): two yes/no questions about each picture, one for each answer, in 14 subtasks.</summary>
public static class MmeBenchmark
{
    private const string YesOrNo = " Please answer yes or no.";

    private static readonly Variant<Func<string, string>>[] Prompts =
    [
        new("plain", text => text),
        new("llava", text => text.Replace(YesOrNo, "", StringComparison.Ordinal).Trim() + "\nAnswer the question using a single word or phrase."),
    ];

    internal static BenchmarkDefinition Definition { get; } = new("mme", "mme", "Yes/no questions in pairs: perception and cognition.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2306.13394, BradyFU's eval_tool",
        Files = "mme/SUBTASK.txt (picture, question, Yes or No, with tabs between); pictures SUBTASK/FILE",
        Prompts = Prompts.Names(),
        Parsers = [MmeAnswerParser.Name],
        Metrics = "100·acc + 100·acc+ of a subtask, acc over questions, acc+ over pictures; perception and cognition are sums of 10 and 4 subtasks",
    };

    /// <summary>The benchmark of some questions.</summary>
    /// <param name="questions">Whole subtasks, in the order of their files.</param>
    /// <param name="prompt">Name of the wording; null: as the files have it.</param>
    public static MarkedBenchmark Of(IReadOnlyList<MmeQuestion> questions, string? prompt = null)
    {
        Func<string, string> wording = Prompts.Choose(prompt, "wording").Value;
        return new MarkedBenchmark(
            new MarkingScheme
            {
                Name = "mme",
                AnswerParser = MmeAnswerParser.Name,
                Metrics = MmeScores.Metrics([.. questions.Select(question => question.Subtask).Distinct()]),
            },
            [.. questions.Chunk(2).Select(pair => Pair(pair, wording))]);
    }

    private static Exercise Pair(MmeQuestion[] pair, Func<string, string> wording)
    {
        string image = $"{pair[0].Subtask}/{pair[0].Image}";
        return new Exercise(
            image,
            [.. pair.Select((question, index) => new Question($"{image}#{index + 1}", image, wording(question.Text)))],
            answers => MmeScores.Of(pair, answers));
    }

    private static MarkedBenchmark Open(BenchmarkSource source)
    {
        string[] known = [.. MmeScores.Perception, .. MmeScores.Cognition];
        string[] files = [.. source.FindAll("mme", "*.txt").Where(path => known.Contains(Path.GetFileNameWithoutExtension(path))).DistinctBy(Path.GetFileName)];
        return files.Length > 0
            ? Of([.. files.SelectMany(path => source.Limited([.. MmeFile.Read(source.Files.Add(path)).Chunk(2)]).SelectMany(pair => pair))], source.Prompt)
            : throw new DataException($"{Path.Combine(source.Directory, "mme")} has no existence.txt or the like. Put the files of MME's eval_tool there.");
    }
}
