namespace Trainer.Recipes.Binding;

/// <summary>Finds what a mistyped word was probably meant to be.</summary>
internal static class Suggestion
{
    private const int LongestWord = 64;

    /// <summary><c> Did you mean x?</c>, or nothing when no candidate is near.</summary>
    public static string For(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $" Did you mean {nearest}?" : "";

    /// <summary>The candidate with the fewest differing letters; null when more than a third of the word differs.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        int tolerance = Math.Max(1, word.Length / 3);
        return candidates
            .Select(candidate => (candidate, distance: EditDistance.Between(word, candidate)))
            .Where(pair => pair.distance <= tolerance)
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }
}
