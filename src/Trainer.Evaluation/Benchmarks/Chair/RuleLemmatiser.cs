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

    private static readonly HashSet<string> BeforeNouns = [.. WordList.Read("before-nouns.txt").SelectMany(words => words)];

    /// <summary>The base form of a word in lower case; an unknown word stays as it is.</summary>
    /// <param name="word">The word.</param>
    /// <param name="previous">The word before it; null at the beginning.</param>
    internal static string Lemma(string word, string? previous)
    {
        if (IsGerund(word, previous))
        {
            return word;
        }

        return Irregular.TryGetValue(word, out string? lemma) ? lemma : Plurals.Candidates(word).FirstOrDefault(ChairVocabulary.IsKnown, word);
    }

    /// <summary>"Ample seating" and "their own snowboarding" are nouns of their own; "is seating" and "enjoy snowboarding" are forms of the verb.</summary>
    private static bool IsGerund(string word, string? previous) =>
        previous is not null && word.EndsWith("ing", StringComparison.Ordinal) && BeforeNouns.Contains(previous);
}
