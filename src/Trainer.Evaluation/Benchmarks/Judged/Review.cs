using Trainer.Evaluation.Judges;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Judged;

/// <summary>A judgement that an answer needs.</summary>
/// <param name="Request">What the judge is asked.</param>
/// <param name="Mark">What its verdict adds to the benchmark's tally.</param>
public sealed record Review(JudgeRequest Request, Func<string, IEnumerable<Mark>> Mark);

/// <summary>A question whose answer somebody judges.</summary>
/// <param name="Question">What to ask the model.</param>
/// <param name="Review">What to ask the judge about the answer; nothing where the answer needs no judge.</param>
/// <param name="Mark">What the answer itself adds to the tally.</param>
public sealed record JudgedExercise(Question Question, Func<string, IReadOnlyList<Review>> Review, Func<string, IEnumerable<Mark>> Mark)
{
    /// <summary>An exercise with one review and no marks of its own.</summary>
    internal JudgedExercise(Question question, Func<string, Review> review)
        : this(question, answer => [review(answer)], _ => [])
    {
    }
}
