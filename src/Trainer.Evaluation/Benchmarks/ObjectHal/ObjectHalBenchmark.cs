using System.Globalization;
using System.Text.Json;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Benchmarks.Judged;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.ObjectHal;

/// <summary>Object HalBench (RLHF-V, arXiv:2312.00849): descriptions whose objects a judge lists, held against COCO's annotations.</summary>
public static class ObjectHalBenchmark
{
    private const string Name = "object_halbench";

    /// <summary>Answers of at most so many words name nothing, and aren't judged.</summary>
    private const int FewWords = 3;

    /// <summary>Our words for the judge. Places: question, answer.</summary>
    internal const string OurTemplate =
        """
        Here is a question about a picture, and an answer to it. Take the answer for true. List the objects that it explicitly says are visible in the
        picture: their names alone, without attributes, as a JSON list of strings, such as ["dog", "traffic light"]. If there are none, reply [].

        Question: {}
        Answer: {}
        """;

    /// <summary>The benchmark of some descriptions.</summary>
    /// <param name="questions">Requests for descriptions; their ids are COCO's numbers of the pictures.</param>
    /// <param name="truth">What the pictures show.</param>
    /// <param name="judge">Who lists the objects; null: the words of the description are read instead, as the reference does without its judge.</param>
    /// <param name="template">The words in which the judge is asked.</param>
    public static IBenchmark Of(IReadOnlyList<Question> questions, ChairGroundTruth truth, IJudge? judge, JudgeTemplate template)
    {
        var scheme = new MarkingScheme { Name = Name, AnswerParser = judge is null ? "words" : "judge", Metrics = Metrics };
        return judge is null
            ? new MarkedBenchmark(scheme, [.. questions.Select(question => Exercise.Of(question, answer => Mark(answer, Words(answer), Present(question, truth))))])
            : new JudgedBenchmark(scheme, [.. questions.Select(question => Judged(question, Present(question, truth), template))], judge, template);
    }

    /// <summary>The names in a judge's reply: the whole reply, or else its last line, as a JSON list; null where neither is one.</summary>
    public static IReadOnlyList<string>? ReadList(string reply) => Parse(reply.Trim()) ?? Parse(reply.Replace("```", "", StringComparison.Ordinal).Trim().Split('\n')[^1]);

    private static JudgedExercise Judged(Question question, IReadOnlySet<string> present, JudgeTemplate template) => new(
        question,
        answer => IsShort(answer) ? [] : [new Review(new JudgeRequest(template.Fill(question.Prompt, answer)) { Temperature = 0.2, MaxTokens = 512 }, reply => Mark(answer, Names(reply), present))],
        answer => IsShort(answer) ? Mark(answer, [], present) : []);

    private static bool IsShort(string answer) => answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length <= FewWords;

    /// <summary>The listed names as CHAIR reads them: "wooden tables" is table. The reference uses a tagger for that.</summary>
    private static IReadOnlyList<string>? Names(string reply) => ReadList(reply) is { } list ? [.. list.SelectMany(Words).Distinct()] : null;

    private static IReadOnlyList<string> Words(string text) => [.. CaptionObjects.Find(text).Mentions.Select(mention => mention.Word).Distinct()];

    private static IReadOnlySet<string> Present(Question question, ChairGroundTruth truth) => truth[long.Parse(question.Id, CultureInfo.InvariantCulture)];

    private static IEnumerable<Mark> Mark(string answer, IReadOnlyList<string>? objects, IReadOnlySet<string> present)
    {
        IReadOnlyList<string> names = objects ?? [];
        var score = ObjectHalScore.Of([new ObjectHalAnswer(answer, names, present)], names.ToDictionary(name => name, name => ChairVocabulary.ClassOf(name) ?? name));
        ObjectHalMentions mentions = score.Answers[0];
        return
        [
            new("descriptions"),
            new("with_objects", score.WithObjects),
            new("hallucinating", mentions.Hallucinated.Count > 0 ? 1 : 0),
            new("mentions", score.Mentions),
            new("hallucinated", mentions.Hallucinated.Count),
            new("found", mentions.Found),
            new("present", score.Present),
            new("words", score.Words),
            new("unreadable", objects is null ? 1 : 0),
        ];
    }

    private static IReadOnlyList<Metric<Tally>> Metrics { get; } =
    [
        new("response_rate", tally => tally.Ratio("hallucinating", "with_objects"), HigherIsBetter: false),
        new("mention_rate", tally => tally.Ratio("hallucinated", "mentions"), HigherIsBetter: false),
        new("chair_s", tally => tally.Ratio("hallucinating", "descriptions"), HigherIsBetter: false),
        new("recall", tally => tally.Ratio("found", "present"), HigherIsBetter: true),
        new("mean_length", tally => tally.Ratio("words", "descriptions"), HigherIsBetter: null),
        new("unreadable", tally => tally.Ratio("unreadable", "descriptions"), HigherIsBetter: null),
    ];

    private static string[]? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
