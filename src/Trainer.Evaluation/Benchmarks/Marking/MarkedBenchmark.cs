using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Marking;

/// <summary>A benchmark whose answers are marked one exercise at a time, and whose metrics follow from the sums of the marks.</summary>
/// <param name="scheme">Names and metrics.</param>
/// <param name="exercises">What to ask and how to mark it.</param>
public sealed class MarkedBenchmark(MarkingScheme scheme, IReadOnlyList<Exercise> exercises) : IBenchmark
{
    private readonly MetricTable<Tally> metrics = new(scheme.Metrics);

    /// <inheritdoc/>
    public string Name => scheme.Name;

    /// <inheritdoc/>
    public IReadOnlyList<Question> Questions { get; } = QuestionIds.RequireDistinct(scheme.Name, [.. exercises.SelectMany(exercise => exercise.Questions)]);

    /// <inheritdoc/>
    public IBenchmark Except(IReadOnlySet<string> questionIds) =>
        new MarkedBenchmark(scheme, [.. exercises.Where(exercise => !exercise.Questions.Any(question => questionIds.Contains(question.Id)))]);

    /// <inheritdoc/>
    public IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers)
    {
        IReadOnlyList<Tally> clusters = Tally.Align(Mark(answers));
        return new MarkedResult
        {
            Suite = scheme.Suite,
            N = Questions.Count,
            Clusters = clusters.Count,
            AnswerParser = scheme.AnswerParser,
            Metrics = metrics.Values(clusters),
            Ci95 = metrics.Intervals(clusters, scheme.Bootstrap),
            Counts = Tally.Sum(clusters, Enumerable.Range(0, clusters.Count)).Sums,
        };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Comparison> Compare(IReadOnlyList<SavedAnswer> baseline, IReadOnlyList<SavedAnswer> candidate)
    {
        List<Mark>[] ours = Mark(candidate);
        IReadOnlyList<Tally> both = Tally.Align(Mark(baseline).Concat(ours));
        return metrics.Compare([.. both.Take(ours.Length)], [.. both.Skip(ours.Length)], scheme.Bootstrap);
    }

    /// <summary>The marks of each cluster, in the order of their first questions.</summary>
    private List<Mark>[] Mark(IReadOnlyList<SavedAnswer> answers)
    {
        var texts = new Queue<string>(AnswerBook.InOrder(Name, Questions, answers).Select(answer => answer.Answer));
        var clusters = new OrderedDictionary<string, List<Mark>>();
        foreach (Exercise exercise in exercises)
        {
            clusters.TryAdd(exercise.Cluster, []);
            clusters[exercise.Cluster].AddRange(exercise.Mark([.. exercise.Questions.Select(_ => texts.Dequeue())]));
        }

        return [.. clusters.Values];
    }
}
