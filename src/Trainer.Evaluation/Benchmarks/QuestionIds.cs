using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Ids of questions, by which answers are found.</summary>
internal static class QuestionIds
{
    /// <summary>The questions of exercises, whose ids must differ.</summary>
    /// <exception cref="DataException">One occurs twice.</exception>
    internal static IReadOnlyList<Question> RequireDistinct(string benchmark, IReadOnlyList<Question> questions)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return questions.FirstOrDefault(question => !ids.Add(question.Id)) is { } twice
            ? throw new DataException($"{benchmark}: two questions have the id {twice.Id}. Ids must differ, since answers are found by them. Use the files as they are shipped.")
            : questions;
    }
}
