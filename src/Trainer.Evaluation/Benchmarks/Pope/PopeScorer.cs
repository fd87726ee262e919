using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Scores answers to POPE questions.</summary>
public static class PopeScorer
{
    /// <summary>The metrics by which two answerers are compared.</summary>
    internal static MetricTable<PopeCounts> Metrics { get; } = new(
    [
        new("accuracy", counts => counts.Accuracy, HigherIsBetter: true),
        new("precision", counts => counts.Precision, HigherIsBetter: true),
        new("recall", counts => counts.Recall, HigherIsBetter: true),
        new("f1", counts => counts.F1, HigherIsBetter: true),
    ]);

    /// <summary>Scores one answer for each question.</summary>
    /// <param name="split">Name of the split, for the result.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="answers">The model's texts, in the same order.</param>
    /// <param name="parser">The rule that reads them.</param>
    /// <param name="bootstrap">Draws for the interval of F1.</param>
    public static PopeResult Score(
        string split, IReadOnlyList<PopeQuestion> questions, IReadOnlyList<string> answers, IPopeAnswerParser parser, BootstrapOptions bootstrap)
    {
        PopeCounts[] images = [.. CountByImage(questions, answers, parser).Values];
        PopeCounts total = images.Aggregate(PopeCounts.AdditiveIdentity, (sum, image) => sum + image);
        Interval? f1 = new ClusterBootstrap<PopeCounts>(images, bootstrap).Of(counts => counts.F1);
        return PopeResult.Of(split, images.Length, parser.Name, total, total.Intervals(f1, bootstrap.Confidence));
    }

    /// <summary>Counts of each picture, in the order of their first questions; what paired comparisons start from.</summary>
    public static IReadOnlyDictionary<string, PopeCounts> CountByImage(
        IReadOnlyList<PopeQuestion> questions, IReadOnlyList<string> answers, IPopeAnswerParser parser)
    {
        if (questions.Count != answers.Count)
        {
            throw new ArgumentException($"There are {questions.Count} questions, but {answers.Count} answers.", nameof(answers));
        }

        var counts = new OrderedDictionary<string, PopeCounts>();
        foreach ((PopeQuestion question, string answer) in questions.Zip(answers))
        {
            PopeCounts one = PopeCounts.Of(parser.SaysYes(answer, question.IsPresent), question.IsPresent);
            counts[question.Image] = counts.GetValueOrDefault(question.Image) + one;
        }

        return counts;
    }
}
