namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>
/// Reduces words to their base form as far as objects depend on it: a list of irregular forms, then plural endings that
/// come off only if a known word remains. It stands in for the reference's part-of-speech tagger and WordNet.
/// </summary>
internal static class RuleLemmatiser
{
    /// <summary>The name that results give, since CHAIR figures of different lemmatisers differ slightly.</summary>
    internal const string Name = "rules";

    private static readonly Dictionary<string, string> Irregular = WordList.Read("inflections.txt").ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The base form of a word in lower case; an unknown word stays as it is.</summary>
    internal static string Lemma(string word) => Irregular.TryGetValue(word, out string? lemma)
        ? lemma
        : Candidates(word).FirstOrDefault(ChairVocabulary.IsKnown, word);

    private static IEnumerable<string> Candidates(string word)
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
