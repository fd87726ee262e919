using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Aokvqa;

/// <summary>Scores answers to questions with choices.</summary>
public static class AokvqaScorer
{
    /// <summary>Scores one answer for each question.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="answers">The model's texts, in the same order.</param>
    public static AokvqaResult Score(IReadOnlyList<AokvqaQuestion> questions, IReadOnlyList<string> answers)
    {
        if (questions.Count != answers.Count)
        {
            throw new ArgumentException($"There are {questions.Count} questions, but {answers.Count} answers.", nameof(answers));
        }

        (AokvqaQuestion Question, int? Choice)[] read = [.. questions.Zip(answers, (question, answer) => (question, AokvqaAnswer.Read(answer, question.Choices)))];
        int right = read.Count(each => each.Choice == each.Question.Right);
        int readable = read.Count(each => each.Choice is not null);
        return new AokvqaResult
        {
            N = read.Length,
            Accuracy = Share(right, read.Length),
            Readable = Share(readable, read.Length),
            Chance = read.Length == 0 ? null : questions.Average(question => 1.0 / question.Choices.Count),
            Ci95 = new Dictionary<string, Interval?>
            {
                ["accuracy"] = WilsonInterval.Compute(right, read.Length),
                ["readable"] = WilsonInterval.Compute(readable, read.Length),
            },
        };
    }

    /// <summary>Which questions are answered rightly.</summary>
    internal static bool[] Right(IReadOnlyList<AokvqaQuestion> questions, IReadOnlyList<string> answers) =>
        [.. questions.Zip(answers, (question, answer) => AokvqaAnswer.Read(answer, question.Choices) == question.Right)];

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
