namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Reads yes or no from a model's text. The rules in use disagree, so results name theirs.</summary>
public interface IPopeAnswerParser
{
    /// <summary>The name that recipes and results use.</summary>
    string Name { get; }

    /// <summary>Whether the answer counts as yes.</summary>
    /// <param name="answer">The model's text.</param>
    /// <param name="label">The truth, on which one of the rules depends.</param>
    bool SaysYes(string answer, bool label);
}
