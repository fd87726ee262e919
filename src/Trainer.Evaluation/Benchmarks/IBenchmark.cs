using Trainer.Evaluation.Benchmarks.Answers;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>Questions and the rule that scores their answers. It knows nothing of models: text in, scores out.</summary>
public interface IBenchmark
{
    /// <summary>The name that recipes and results use, such as <c>pope_random</c>.</summary>
    string Name { get; }

    /// <summary>What to ask, in order.</summary>
    IReadOnlyList<Question> Questions { get; }

    /// <summary>Scores one answer for every question.</summary>
    /// <exception cref="Data.DataException">A question has no answer, or the annotations say nothing of its picture.</exception>
    IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers);
}
