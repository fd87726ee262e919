using MathNet.Numerics.Statistics;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Benchmarks.Marking;
using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Judged;

/// <summary>A benchmark whose answers a judge marks. Verdicts are kept, so scoring again asks the judge nothing.</summary>
/// <param name="scheme">Names and metrics.</param>
/// <param name="exercises">What to ask the model, and the judge about its answers.</param>
/// <param name="judge">The judge.</param>
/// <param name="template">The words in which it is asked; null where the benchmark's files have them.</param>
public sealed class JudgedBenchmark(MarkingScheme scheme, IReadOnlyList<JudgedExercise> exercises, IJudge judge, JudgeTemplate? template = null) : IBenchmark
{
    private readonly MetricTable<Tally> metrics = new(scheme.Metrics);

    /// <inheritdoc/>
    public string Name => scheme.Name;

    /// <inheritdoc/>
    public IReadOnlyList<Question> Questions { get; } = QuestionIds.RequireDistinct(scheme.Name, [.. exercises.Select(exercise => exercise.Question)]);

    /// <inheritdoc/>
    public IBenchmark Except(IReadOnlySet<string> questionIds) =>
        new JudgedBenchmark(scheme, [.. exercises.Where(exercise => !questionIds.Contains(exercise.Question.Id))], judge, template);

    /// <inheritdoc/>
    public IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers)
    {
        JudgedAnswers judged = Judge(answers);
        IReadOnlyList<Tally> clusters = Tally.Align(judged.AllMarks());
        return new JudgedResult
        {
            Suite = scheme.Suite,
            N = Questions.Count,
            Clusters = clusters.Count,
            AnswerParser = scheme.AnswerParser,
            Judge = judge.Model,
            JudgeVersions = [.. judged.Verdicts.SelectMany(verdicts => verdicts).Select(verdict => verdict.Model).Distinct().Order(StringComparer.Ordinal)],
            JudgeTemplate = template?.Sha256,
            Repetitions = judge.Repetitions,
            Metrics = metrics.Values(clusters),
            Ci95 = metrics.Intervals(clusters, scheme.Bootstrap),
            Spread = Spread(judged),
            Counts = Tally.Sum(clusters, Enumerable.Range(0, clusters.Count)).Sums,
        };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Comparison> Compare(IReadOnlyList<SavedAnswer> baseline, IReadOnlyList<SavedAnswer> candidate)
    {
        List<Mark>[] ours = Judge(candidate).AllMarks();
        IReadOnlyList<Tally> both = Tally.Align(Judge(baseline).AllMarks().Concat(ours));
        return metrics.Compare([.. both.Take(ours.Length)], [.. both.Skip(ours.Length)], scheme.Bootstrap);
    }

    private JudgedAnswers Judge(IReadOnlyList<SavedAnswer> answers) =>
        new(exercises, [.. AnswerBook.InOrder(Name, Questions, answers).Select(answer => answer.Answer)], judge);

    /// <summary>How far each metric moves when the same answers are judged again.</summary>
    private Dictionary<string, double?> Spread(JudgedAnswers judged)
    {
        IReadOnlyDictionary<string, double?>[] runs = [.. Enumerable.Range(0, judge.Repetitions).Select(run => metrics.Values(Tally.Align(judged.Marks(run))))];
        return scheme.Metrics.ToDictionary(metric => metric.Name, metric => Deviation([.. runs.Select(run => run[metric.Name])]));
    }

    private static double? Deviation(double?[] values) => values.Length < 2 || values.Contains(null) ? null : values.OfType<double>().StandardDeviation();
}
