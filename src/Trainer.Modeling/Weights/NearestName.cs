namespace Trainer.Modeling.Weights;

/// <summary>Finds the name that a missing weight may have been written under.</summary>
internal static class NearestName
{
    /// <summary>A file may hold a million long names: what is compared is bounded.</summary>
    private const int MostCandidates = 4096;

    private const int LongestName = 256;

    /// <summary>The candidate with the fewest differing letters; null where a third of the name or more differs.</summary>
    internal static string? Of(string name, IEnumerable<string> candidates) => name.Length > LongestName
        ? null
        : candidates
            .Where(candidate => candidate.Length <= LongestName)
            .Take(MostCandidates)
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(pair => pair.Distance * 3 < name.Length)
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Name)
            .FirstOrDefault();

    /// <summary>Levenshtein's distance: letters to insert, delete or replace.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 0; i < left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int replaced = diagonal + (left[i] == right[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], diagonal));
            }
        }

        return row[^1];
    }
}
