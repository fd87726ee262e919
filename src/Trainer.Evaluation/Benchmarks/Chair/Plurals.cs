namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>Singular forms that a regular plural may come from.</summary>
internal static class Plurals
{
    /// <summary>The word itself, then what remains without its endings; only some of these are words.</summary>
    internal static IEnumerable<string> Candidates(string word)
    {
        yield return word;
        if (word.EndsWith("ies", StringComparison.Ordinal))
        {
            yield return word[..^3] + "y";
        }

        if (word.EndsWith('s'))
        {
            yield return word[..^1];
        }

        if (word.EndsWith("es", StringComparison.Ordinal))
        {
            yield return word[..^2];
        }
    }
}
