namespace Trainer.Evaluation.Benchmarks;

/// <summary>Whatever answers questions: a model with its decoding, or a saved file.</summary>
public interface IAnswerer
{
    /// <summary>Answers each question of a batch, in order.</summary>
    IReadOnlyList<string> Answer(IReadOnlyList<Question> batch);
}
