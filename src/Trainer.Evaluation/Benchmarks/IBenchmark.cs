using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Questions and the rule that scores their answers. It knows nothing of models: text in, scores out.</summary>
public interface IBenchmark
{
    /// <summary>The name that recipes and results use, such as <c>pope_random</c>.</summary>
    string Name { get; }

    /// <summary>What to ask, in order.</summary>
    IReadOnlyList<Question> Questions { get; }

    /// <summary>The same benchmark without some questions, and without those that are marked together with them.</summary>
    IBenchmark Except(IReadOnlySet<string> questionIds);

    /// <summary>Scores one answer for every question.</summary>
    /// <exception cref="Data.DataException">A question has no answer, or the annotations say nothing of its picture.</exception>
    IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers);

    /// <summary>Compares two answerers on the same questions, by each metric of which more, or less, is better.</summary>
    /// <param name="baseline">Answers to compare with.</param>
    /// <param name="candidate">Answers of the one that is judged.</param>
    /// <exception cref="Data.DataException">A question has no answer in one of them.</exception>
    IReadOnlyDictionary<string, Comparison> Compare(IReadOnlyList<SavedAnswer> baseline, IReadOnlyList<SavedAnswer> candidate);
}
