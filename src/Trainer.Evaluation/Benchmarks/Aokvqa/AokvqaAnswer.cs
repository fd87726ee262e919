using System.Text.RegularExpressions;
using Trainer.Data.Text;

namespace Trainer.Evaluation.Benchmarks.Aokvqa;

/// <summary>
/// Reads a choice from a model's text: a letter in front (<c>B. office</c>, <c>(B)</c>, <c>B</c>), LLaVA-RLHF's <c>correct option is B</c>, or
/// else the only choice whose words the text has. So a model that was never taught the letters can be right as well.
/// </summary>
public static partial class AokvqaAnswer
{
    /// <summary>Index of the choice; null where the text names none, or several.</summary>
    public static int? Read(string answer, IReadOnlyList<string> choices)
    {
        Match letter = Leading().Match(answer) is { Success: true } leading ? leading : Concluding().Match(answer);
        if (letter.Success)
        {
            int choice = letter.Groups["letter"].Value[0] - ChoiceText.Letter(0);
            return choice < choices.Count ? choice : null;
        }

        int[] named = [.. Enumerable.Range(0, choices.Count).Where(choice => Names(answer, choices[choice]))];
        return named is [int only] ? only : null;
    }

    private static bool Names(string answer, string choice) =>
        Regex.IsMatch(answer, $@"(?<!\w){Regex.Escape(choice.Trim())}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // "A dog" begins with an article, so a letter must be followed by a sign or nothing.
    [GeneratedRegex(@"^\s*\(?(?<letter>[A-Z])(?:[.):]|\s*$)")]
    private static partial Regex Leading();

    [GeneratedRegex(@"correct option is \(?(?<letter>[A-Z])\b")]
    private static partial Regex Concluding();
}
