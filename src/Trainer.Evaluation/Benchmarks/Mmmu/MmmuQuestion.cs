namespace Trainer.Evaluation.Benchmarks.Mmmu;

/// <summary>A question of MMMU.</summary>
/// <param name="Id">Such as <c>validation_Art_Theory_12</c>, which has its subject inside.</param>
/// <param name="Image">Its first picture, the only one that is shown.</param>
/// <param name="Text">The question.</param>
/// <param name="Options">What to choose from; empty for a question with a short free answer.</param>
/// <param name="Gold">The right letter, or all right short answers.</param>
public sealed record MmmuQuestion(string Id, string Image, string Text, IReadOnlyList<string> Options, IReadOnlyList<string> Gold)
{
    /// <summary>The subject: the id without its first and last part.</summary>
    public string Subject => string.Join('_', Id.Split('_')[1..^1]);

    /// <summary>Whether there are options.</summary>
    public bool IsChoice => Options.Count > 0;
}
