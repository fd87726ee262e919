using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks.Answers;

/// <summary>Answers by the id of their question.</summary>
internal static class AnswerBook
{
    /// <summary>The answer to each question, in the questions' order; answers to other questions are left out.</summary>
    /// <exception cref="DataException">A question has no answer.</exception>
    internal static IReadOnlyList<SavedAnswer> InOrder(string benchmark, IReadOnlyList<Question> questions, IReadOnlyList<SavedAnswer> answers)
    {
        var byId = new Dictionary<string, SavedAnswer>(StringComparer.Ordinal);
        foreach (SavedAnswer answer in answers)
        {
            // A run that was answered twice keeps its last word.
            byId[answer.QuestionId] = answer;
        }

        string[] missing = [.. questions.Where(question => !byId.ContainsKey(question.Id)).Select(question => question.Id)];
        return missing.Length == 0
            ? [.. questions.Select(question => byId[question.Id])]
            : throw new DataException(
                $"{benchmark}: {missing.Length} of {questions.Count} questions have no answer, question_id {missing[0]} first. " +
                "Run the evaluation again with the same answers file; it asks only these.");
    }
}
