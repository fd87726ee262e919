using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Judged;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.PairRating;

/// <summary>
/// OPERA's comparison (arXiv:2311.17911): a judge who sees the picture rates the descriptions of two models by accuracy and detail. The descriptions are
/// those of CHAIR's questions, and are shared with it.
/// </summary>
/// <param name="setup">Questions, judge and words.</param>
/// <param name="baseline">The other model's descriptions, which come first.</param>
public sealed class PairRatingBenchmark(PairRatingSetup setup, IReadOnlyList<SavedAnswer> baseline) : IBenchmark
{
    private static readonly MetricTable<Tally> Sides = new(
    [
        new("accuracy", tally => tally.Ratio("accuracy", "rated"), HigherIsBetter: true),
        new("detailedness", tally => tally.Ratio("detailedness", "rated"), HigherIsBetter: true),
    ]);

    private static readonly MarkingScheme Scheme = new()
    {
        Name = "chair",
        Suite = "pair_rating",
        AnswerParser = "opera",
        Metrics =
        [
            new("accuracy", tally => tally.Ratio("second/accuracy", "rated"), HigherIsBetter: true),
            new("accuracy_baseline", tally => tally.Ratio("first/accuracy", "rated"), HigherIsBetter: null),
            new("detailedness", tally => tally.Ratio("second/detailedness", "rated"), HigherIsBetter: true),
            new("detailedness_baseline", tally => tally.Ratio("first/detailedness", "rated"), HigherIsBetter: null),
            new("unreadable", tally => tally.Ratio("unreadable", "reviews"), HigherIsBetter: null),
        ],
    };

    /// <inheritdoc/>
    public string Name => Scheme.Name;

    /// <inheritdoc/>
    public IReadOnlyList<Question> Questions => setup.Questions;

    /// <inheritdoc/>
    public IBenchmark Except(IReadOnlySet<string> questionIds) =>
        new PairRatingBenchmark(setup with { Questions = [.. Questions.Where(question => !questionIds.Contains(question.Id))] }, baseline);

    /// <inheritdoc/>
    public IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers) => new JudgedBenchmark(Scheme, Exercises(baseline), setup.Judge, setup.Template).Score(answers);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Comparison> Compare(IReadOnlyList<SavedAnswer> baseline, IReadOnlyList<SavedAnswer> candidate)
    {
        string[] texts = [.. AnswerBook.InOrder(Name, Questions, candidate).Select(answer => answer.Answer)];
        List<Mark>[] pictures = new JudgedAnswers(Exercises(baseline), texts, setup.Judge).AllMarks();
        IReadOnlyList<Tally> both = Tally.Align([.. pictures.Select(marks => Side(marks, "first/")), .. pictures.Select(marks => Side(marks, "second/"))]);
        return Sides.Compare([.. both.Take(pictures.Length)], [.. both.Skip(pictures.Length)], Scheme.Bootstrap);
    }

    private static IEnumerable<Mark> Side(IEnumerable<Mark> marks, string prefix) => marks
        .Where(mark => mark.Name == "rated" || mark.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(mark => mark with { Name = mark.Name.Split('/')[^1] });

    private JudgedExercise[] Exercises(IReadOnlyList<SavedAnswer> others) =>
        [.. Questions.Zip(AnswerBook.InOrder(Name, Questions, others), (question, other) => new JudgedExercise(question, answer => Reviews(question, other.Answer, answer), _ => []))];

    private IReadOnlyList<Review> Reviews(Question question, string first, string second)
    {
        Review asGiven = new(Ask(question, first, second), reply => Mark(PairMarks.Read(reply)));
        return setup.BothOrders ? [asGiven, new Review(Ask(question, second, first), reply => Mark(PairMarks.Read(reply)?.Swapped))] : [asGiven];
    }

    private JudgeRequest Ask(Question question, string first, string second) =>
        new(setup.Template.Fill(first, second)) { Images = [setup.Pictures.Find(question.Image)], MaxTokens = 300 };

    private static IEnumerable<Mark> Mark(PairMarks? marks) => marks is null
        ? [new("reviews"), new("unreadable")]
        :
        [
            new("reviews"),
            new("rated"),
            new("first/accuracy", marks.Accuracy.First),
            new("second/accuracy", marks.Accuracy.Second),
            new("first/detailedness", marks.Detail.First),
            new("second/detailedness", marks.Detail.Second),
        ];
}

/// <summary>How pairs are rated.</summary>
/// <param name="Questions">Requests for descriptions.</param>
/// <param name="Pictures">Where the pictures lie, which the judge is shown.</param>
/// <param name="Judge">The judge.</param>
/// <param name="Template">The words in which it is asked.</param>
/// <param name="BothOrders">Whether each pair is rated a second time in the other order, so that a liking for first or second answers cancels out.</param>
public sealed record PairRatingSetup(IReadOnlyList<Question> Questions, PictureFolders Pictures, IJudge Judge, JudgeTemplate Template, bool BothOrders);
