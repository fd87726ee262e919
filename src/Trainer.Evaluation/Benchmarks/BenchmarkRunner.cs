using Trainer.Evaluation.Benchmarks.Answers;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>
/// Asks what has no answer yet, saves each batch of answers, and scores the file. An interrupted run continues
/// where it stopped, and a finished one is scored again without asking anything.
/// </summary>
public static class BenchmarkRunner
{
    /// <summary>Runs a benchmark.</summary>
    /// <param name="benchmark">Questions and scoring.</param>
    /// <param name="answerer">Who answers.</param>
    /// <param name="answersPath">The answers file; made if absent.</param>
    /// <param name="batchSize">Questions that are answered at once.</param>
    /// <param name="progress">Told the number of answered questions after each batch; null: nobody.</param>
    public static IBenchmarkResult Run(
        IBenchmark benchmark, IAnswerer answerer, string answersPath, int batchSize, IProgress<int>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        using (AnswerWriter writer = AnswerFile.Append(answersPath))
        {
            Question[] open = Unanswered(benchmark, answersPath);
            int done = benchmark.Questions.Count - open.Length;
            foreach (Question[] batch in open.Chunk(batchSize))
            {
                writer.Append(Answer(answerer, batch));
                done += batch.Length;
                progress?.Report(done);
            }
        }

        return benchmark.Score(AnswerFile.Read(answersPath));
    }

    /// <summary>An answer counts only if it was given to the same prompt about the same picture.</summary>
    private static Question[] Unanswered(IBenchmark benchmark, string answersPath)
    {
        HashSet<Question> answered = [.. AnswerFile.Read(answersPath).Select(answer => new Question(answer.QuestionId, answer.Image, answer.Prompt))];
        return [.. benchmark.Questions.Where(question => !answered.Contains(question))];
    }

    private static IEnumerable<SavedAnswer> Answer(IAnswerer answerer, Question[] batch)
    {
        IReadOnlyList<string> texts = answerer.Answer(batch);
        return texts.Count == batch.Length
            ? batch.Zip(texts, (question, text) => new SavedAnswer(question.Id, question.Image, question.Prompt, text))
            : throw new InvalidOperationException($"The answerer gave {texts.Count} answers to {batch.Length} questions.");
    }
}
