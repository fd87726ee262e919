using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Judged;

/// <summary>Answers with what the judge said of them.</summary>
/// <param name="exercises">The questions.</param>
/// <param name="answers">The answers, in their order.</param>
/// <param name="judge">The judge.</param>
internal sealed class JudgedAnswers(IReadOnlyList<JudgedExercise> exercises, IReadOnlyList<string> answers, IJudge judge)
{
    private readonly (string Cluster, IReadOnlyList<Review> Reviews, IEnumerable<Mark> Own)[] items =
        [.. exercises.Zip(answers, (exercise, answer) => (exercise.Question.Image, exercise.Review(answer), exercise.Mark(answer)))];

    private IReadOnlyList<IReadOnlyList<JudgeVerdict>>? verdicts;

    /// <summary>What was said, request by request.</summary>
    internal IReadOnlyList<IReadOnlyList<JudgeVerdict>> Verdicts => verdicts ??= judge.Ask([.. items.SelectMany(item => item.Reviews.Select(review => review.Request))]);

    /// <summary>Different pictures.</summary>
    internal int Clusters => items.Select(item => item.Cluster).Distinct().Count();

    /// <summary>Marks of each picture by the verdicts of one repetition, in the order of their first questions.</summary>
    internal List<Mark>[] Marks(int repetition)
    {
        var clusters = new OrderedDictionary<string, List<Mark>>();
        int next = 0;
        foreach ((string cluster, IReadOnlyList<Review> reviews, IEnumerable<Mark> own) in items)
        {
            clusters.TryAdd(cluster, []);
            clusters[cluster].AddRange(own);
            foreach (Review review in reviews)
            {
                clusters[cluster].AddRange(review.Mark(Verdicts[next++][repetition].Text));
            }
        }

        return [.. clusters.Values];
    }

    /// <summary>Marks of each picture over all repetitions together.</summary>
    internal List<Mark>[] AllMarks()
    {
        List<Mark>[][] repetitions = [.. Enumerable.Range(0, judge.Repetitions).Select(Marks)];
        return [.. Enumerable.Range(0, Clusters).Select(cluster => repetitions.SelectMany(marks => marks[cluster]).ToList())];
    }
}
