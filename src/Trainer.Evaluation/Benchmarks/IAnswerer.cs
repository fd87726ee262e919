namespace Trainer.Evaluation.Benchmarks;

/// <summary>Whatever answers questions: a model with its decoding, or a saved file.</summary>
public interface IAnswerer
{
    /// <summary>Answers each question of a batch, in order.</summary>
    IReadOnlyList<string> Answer(IReadOnlyList<Question> batch);

    /// <summary>Whether it has the picture of a question. Those whose picture is missing are left out, counted and named.</summary>
    bool CanSee(Question question) => true;
}
