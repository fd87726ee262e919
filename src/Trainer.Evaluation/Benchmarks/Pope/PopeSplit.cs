namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>How POPE chooses the absent object of a question (arXiv:2305.10355, section 5.1).</summary>
public enum PopeSplit
{
    /// <summary>Any object of the dataset.</summary>
    Random,

    /// <summary>The object that most pictures show.</summary>
    Popular,

    /// <summary>The object that most often occurs together with the present one.</summary>
    Adversarial,
}
