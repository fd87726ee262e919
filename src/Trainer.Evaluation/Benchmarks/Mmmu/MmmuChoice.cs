namespace Trainer.Evaluation.Benchmarks.Mmmu;

/// <summary>
/// Reads a letter from a free answer as MMMU's evaluator does: letters in brackets, else letters that stand alone, else, in more than five
/// words, an option's text; of several the last. Where it finds none, the evaluator draws lots; here the answer is left unread.
/// </summary>
public static class MmmuChoice
{
    private const int FewWords = 5;

    // One pass each, in this order: "'.'" keeps its inner signs.
    private static readonly char[] Signs = [',', '.', '!', '?', ';', ':', '\''];

    /// <summary>Index of the option; null where the answer names none.</summary>
    /// <param name="response">The model's text.</param>
    /// <param name="options">Texts of the options A, B, …</param>
    public static int? Read(string response, IReadOnlyList<string> options)
    {
        string text = $" {Signs.Aggregate(response, (rest, sign) => rest.Trim(sign))} ";
        return Last(options, index => text.LastIndexOf($"({Letter(index)})", StringComparison.Ordinal))
            ?? Last(options, index => text.LastIndexOf($" {Letter(index)} ", StringComparison.Ordinal))
            ?? (Words(text) > FewWords ? Last(options, index => text.LastIndexOf(options[index], StringComparison.OrdinalIgnoreCase)) : null);
    }

    /// <summary>The option that is found furthest right; the first of several at one place.</summary>
    private static int? Last(IReadOnlyList<string> options, Func<int, int> find)
    {
        (int Option, int Place)[] found = [.. options.Select((_, index) => (index, find(index))).Where(each => each.Item2 >= 0)];
        return found.Length > 0 ? found.MaxBy(each => each.Place).Option : null;
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static char Letter(int index) => (char)('A' + index);
}
