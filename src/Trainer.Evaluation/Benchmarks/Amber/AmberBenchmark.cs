using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Marking;

namespace Trainer.Evaluation.Benchmarks.Amber;

/// <summary>AMBER (arXiv:2311.07397): descriptions, and yes/no questions about existence, attributes and relations, scored without a judge.</summary>
public static class AmberBenchmark
{
    private static readonly Variant<Func<string, bool?>>[] Parsers =
    [
        new("amber", answer => answer switch { "Yes" => true, "No" => false, _ => null }),
        new("leading_word", LeadingWord),
    ];

    internal static BenchmarkDefinition Definition { get; } = new("amber", "amber", "Descriptions, and yes/no questions about objects, attributes and relations.", Protocol, Open);

    private static BenchmarkProtocol Protocol => new()
    {
        Source = "arXiv:2311.07397; words of its table instead of a tagger and word vectors",
        Files = "amber/query_*.json, annotations.json, relation.json, safe_words.txt",
        Parsers = Parsers.Names(),
        Metrics = "CHAIR over nouns, cover, hal over descriptions, cog; accuracy and F1 (no is positive) over questions; amber = (1 − CHAIR + F1) / 2",
    };

    /// <summary>The benchmark of some questions.</summary>
    /// <param name="questions">What to ask.</param>
    /// <param name="truths">What is true, by the question's id.</param>
    /// <param name="words">AMBER's table of words.</param>
    /// <param name="parser">Name of the rule that reads yes and no; null: exactly Yes or No.</param>
    /// <exception cref="DataException">A question has no annotation.</exception>
    public static MarkedBenchmark Of(IReadOnlyList<Question> questions, IReadOnlyDictionary<string, AmberTruth> truths, AmberWords words, string? parser = null)
    {
        Variant<Func<string, bool?>> reading = Parsers.Choose(parser, "rule for reading answers");
        return new MarkedBenchmark(
            new MarkingScheme { Name = "amber", AnswerParser = reading.Name, Metrics = AmberScores.Metrics },
            [.. questions.Select(question => Exercise(question, TruthOf(question, truths), words, reading.Value))]);
    }

    /// <summary>Whether a text begins with the word yes or no; null: with neither.</summary>
    internal static bool? LeadingWord(string answer) => string.Concat(answer.TrimStart().TakeWhile(char.IsLetter)).ToUpperInvariant() switch
    {
        "YES" => true,
        "NO" => false,
        _ => null,
    };

    private static Exercise Exercise(Question question, AmberTruth truth, AmberWords words, Func<string, bool?> parser) => Marking.Exercise.Of(
        question, answer => truth.IsGenerative ? AmberScores.OfDescription(truth, words, answer) : AmberScores.OfAnswer(truth, parser(answer)));

    private static AmberTruth TruthOf(Question question, IReadOnlyDictionary<string, AmberTruth> truths) => truths.TryGetValue(question.Id, out AmberTruth? truth)
        ? truth
        : throw new DataException($"AMBER's annotations.json says nothing of question {question.Id}. Use questions and annotations of one release.");

    private static MarkedBenchmark Open(BenchmarkSource source)
    {
        source.Require("amber", "query_*.json", "AMBER's questions");
        IEnumerable<Question> questions = source.FindAll("amber", "query_*.json").SelectMany(path => source.Limited(Questions(source.Files.Add(path)))).DistinctBy(question => question.Id);
        return Of(
            [.. questions],
            AmberTruth.Read(source.Require("amber", "annotations.json", "AMBER's annotations")),
            AmberWords.Read(source.Require("amber", "relation.json", "AMBER's table of words"), source.Require("amber", "safe_words.txt", "AMBER's safe words")),
            source.Parser);
    }

    private static IReadOnlyList<Question> Questions(string path) =>
        JsonFile.ReadList(path, item => new Question(item["id"].AsIdentifier(), item["image"].AsText(), item["query"].AsText()));
}
