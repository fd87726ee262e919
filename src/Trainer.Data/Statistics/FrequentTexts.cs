namespace Trainer.Data.Statistics;

/// <summary>
/// Which texts occur most often, in memory that doesn't grow (Misra and Gries, 1982). With at most <c>capacity</c> different texts the counts
/// are exact. With more of them, a count may be too low, by at most <see cref="Missed"/>.
/// </summary>
/// <param name="capacity">Most texts that are kept.</param>
public sealed class FrequentTexts(int capacity)
{
    /// <summary>Longer texts hardly repeat, and many of them would take much memory.</summary>
    private const int Longest = 1000;

    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>How much too low a count may be; no text that occurred more often than this is left out.</summary>
    public long Missed { get; private set; }

    /// <summary>Counts a text, unless it has more than 1000 characters.</summary>
    public void Add(string text)
    {
        if (text.Length > Longest)
        {
            return;
        }

        if (counts.Count < capacity || counts.ContainsKey(text))
        {
            counts[text] = counts.GetValueOrDefault(text) + 1;
            return;
        }

        Missed++;
        foreach ((string kept, long count) in counts)
        {
            Lower(kept, count);
        }
    }

    /// <summary>The most frequent texts of those that occurred so many times at least, and how often they occurred, the most frequent one first; equal ones by their letters.</summary>
    /// <param name="most">How many.</param>
    /// <param name="atLeast">How often each must have occurred.</param>
    public IReadOnlyList<KeyValuePair<string, long>> Top(int most, long atLeast = 1) =>
        [.. counts.Where(item => item.Value >= atLeast).OrderByDescending(item => item.Value).ThenBy(item => item.Key, StringComparer.Ordinal).Take(most)];

    private void Lower(string text, long count)
    {
        if (count == 1)
        {
            counts.Remove(text);
        }
        else
        {
            counts[text] = count - 1;
        }
    }
}
