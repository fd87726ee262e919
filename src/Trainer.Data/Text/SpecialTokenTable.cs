namespace Trainer.Data.Text;

/// <summary>Texts that are cut out before sentencepiece sees the rest.</summary>
internal sealed class SpecialTokenTable
{
    private readonly Dictionary<string, int> ids;
    private readonly string[] longestFirst;

    internal SpecialTokenTable(IReadOnlyDictionary<string, int> ids)
    {
        this.ids = new Dictionary<string, int>(ids, StringComparer.Ordinal);
        longestFirst = [.. ids.Keys.OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal)];
    }

    /// <summary>The texts.</summary>
    internal IReadOnlyCollection<string> Texts => longestFirst;

    /// <summary>Id of a text, or null when it is not special.</summary>
    internal int? Find(string text) => ids.TryGetValue(text, out int id) ? id : null;

    /// <summary>Cuts a text: at every place the longest special token wins.</summary>
    internal IEnumerable<TextSegment> Cut(string text)
    {
        int begin = 0;
        for (int position = 0; position < text.Length;)
        {
            if (MatchAt(text, position) is not { } special)
            {
                position++;
                continue;
            }

            if (position > begin)
            {
                yield return new TextSegment(text[begin..position], begin, null);
            }

            yield return new TextSegment(special, position, ids[special]);
            begin = position += special.Length;
        }

        if (begin < text.Length)
        {
            yield return new TextSegment(text[begin..], begin, null);
        }
    }

    private string? MatchAt(string text, int position) =>
        Array.Find(longestFirst, special => string.CompareOrdinal(text, position, special, 0, special.Length) == 0);
}
