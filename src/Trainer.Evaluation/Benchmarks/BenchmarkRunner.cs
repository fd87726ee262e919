using Trainer.Data;
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
    /// <exception cref="DataException">No picture of the benchmark is there.</exception>
    public static BenchmarkOutcome Run(
        IBenchmark benchmark, IAnswerer answerer, string answersPath, int batchSize, IProgress<int>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Question[] unseen;
        using (AnswerWriter writer = AnswerFile.Append(answersPath))
        {
            Question[] open = Unanswered(benchmark, answersPath);
            unseen = Unseen(benchmark, open, answerer);
            Ask([.. open.Except(unseen)], answerer, writer, new Counter(benchmark.Questions.Count - open.Length, progress), batchSize);
        }

        IBenchmark seen = unseen.Length == 0 ? benchmark : benchmark.Except(unseen.Select(question => question.Id).ToHashSet(StringComparer.Ordinal));
        return new BenchmarkOutcome(seen, seen.Score(AnswerFile.Read(answersPath)), unseen);
    }

    private static void Ask(Question[] questions, IAnswerer answerer, AnswerWriter writer, Counter counter, int batchSize)
    {
        foreach (Question[] batch in questions.Chunk(batchSize))
        {
            writer.Append(Answer(answerer, batch));
            counter.Add(batch.Length);
        }
    }

    /// <summary>An answer counts only if it was given to the same prompt about the same picture.</summary>
    private static Question[] Unanswered(IBenchmark benchmark, string answersPath)
    {
        HashSet<(string, string, string)> answered = [.. AnswerFile.Read(answersPath).Select(answer => (answer.QuestionId, answer.Image, answer.Prompt))];
        return [.. benchmark.Questions.Where(question => !answered.Contains((question.Id, question.Image, question.Prompt)))];
    }

    private static Question[] Unseen(IBenchmark benchmark, Question[] open, IAnswerer answerer)
    {
        Question[] unseen = [.. open.Where(question => !answerer.CanSee(question))];
        return unseen.Length == 0 || unseen.Length < benchmark.Questions.Count
            ? unseen
            : throw new DataException(
                $"{benchmark.Name}: none of the {unseen.Length} questions' pictures is there, {unseen[0].Image} first. Set the folder of the pictures.");
    }

    private static IEnumerable<SavedAnswer> Answer(IAnswerer answerer, Question[] batch)
    {
        IReadOnlyList<string> texts = answerer.Answer(batch);
        return texts.Count == batch.Length
            ? batch.Zip(texts, (question, text) => new SavedAnswer(question.Id, question.Image, question.Prompt, text))
            : throw new InvalidOperationException($"The answerer gave {texts.Count} answers to {batch.Length} questions.");
    }

    /// <summary>Counts on from what earlier runs did.</summary>
    private sealed class Counter(int done, IProgress<int>? progress)
    {
        private int total = done;

        internal void Add(int count)
        {
            total += count;
            progress?.Report(total);
        }
    }
}
