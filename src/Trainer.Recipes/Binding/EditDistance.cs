namespace Trainer.Recipes.Binding;

/// <summary>How far apart two words are. Compiled into Trainer.Modeling as well, which knows nothing of recipes but suggests names of weights.</summary>
internal static class EditDistance
{
    /// <summary>Levenshtein's distance: insertions, deletions and replacements that turn one word into the other.</summary>
    internal static int Between(string left, string right)
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
