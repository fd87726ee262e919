using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Marking;

/// <summary>Questions that are marked together: usually one, MME's two about a picture, MMBench's rotations of a question.</summary>
/// <param name="Cluster">What succeeds and fails together, usually the picture: intervals are drawn over these.</param>
/// <param name="Questions">What to ask.</param>
/// <param name="Mark">What the answers, in the order of the questions, add to the benchmark's tally.</param>
public sealed record Exercise(string Cluster, IReadOnlyList<Question> Questions, Func<IReadOnlyList<string>, IEnumerable<Mark>> Mark)
{
    /// <summary>An exercise of one question, whose picture is its cluster.</summary>
    internal static Exercise Of(Question question, Func<string, IEnumerable<Mark>> mark) => new(question.Image, [question], answers => mark(answers[0]));
}
