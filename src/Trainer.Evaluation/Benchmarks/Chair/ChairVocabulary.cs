namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>COCO's 80 classes with the words that captions use for them.</summary>
public static class ChairVocabulary
{
    private static readonly Dictionary<string, string> NodeWords = ReadSynonyms();
    private static readonly Dictionary<string, string> DoubleWords = WordList.Read("double-words.txt").ToDictionary(pair => pair[0], pair => pair[1]);
    private static readonly HashSet<string> PairParts = [.. DoubleWords.Keys.SelectMany(pair => pair.Split(' '))];

    /// <summary>The classes, named as in COCO.</summary>
    public static IReadOnlyCollection<string> Classes { get; } = [.. NodeWords.Values.Distinct()];

    /// <summary>The class that a word stands for: <c>dog</c> for <c>puppy</c>; null where it stands for none.</summary>
    public static string? ClassOf(string word) => NodeWords.GetValueOrDefault(word);

    /// <summary>What two words are read as: <c>hot dog</c>, or <c>train</c> for "passenger train"; null where they stay two.</summary>
    internal static string? Join(string first, string second) => DoubleWords.GetValueOrDefault($"{first} {second}");

    /// <summary>Whether a word can lead to a class, alone or in a pair.</summary>
    internal static bool IsKnown(string word) => NodeWords.ContainsKey(word) || PairParts.Contains(word);

    private static Dictionary<string, string> ReadSynonyms()
    {
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string[] words in WordList.Read("synonyms.txt"))
        {
            foreach (string word in words)
            {
                classes[word] = words[0];
            }
        }

        return classes;
    }
}
