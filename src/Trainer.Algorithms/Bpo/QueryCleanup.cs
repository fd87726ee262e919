namespace Trainer.Algorithms.Bpo;

/// <summary>Takes pictures' marks out of questions, so that no prompt gets two of them.</summary>
public static class QueryCleanup
{
    /// <summary>What stands for a picture.</summary>
    public const string ImageMark = "<image>";

    /// <summary>The question without marks and outer white space.</summary>
    public static string Clean(string prompt) => Without(prompt, ImageMark).Trim();

    /// <summary>As the released weakening does it: a slip for a line break eats an <c>n</c> before the mark.</summary>
    public static string ReleasedWeakening(string prompt) => Without(prompt, $"{ImageMark}\n", $"n{ImageMark}", ImageMark);

    /// <summary>As the released error injection does it.</summary>
    public static string ReleasedInjection(string prompt) => Without(prompt, $"{ImageMark}\n", ImageMark);

    private static string Without(string prompt, params ReadOnlySpan<string> marks)
    {
        foreach (string mark in marks)
        {
            prompt = prompt.Replace(mark, "", StringComparison.Ordinal);
        }

        return prompt;
    }
}
