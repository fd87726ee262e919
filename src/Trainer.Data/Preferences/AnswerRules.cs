namespace Trainer.Data.Preferences;

/// <summary>What makes answers useless or dangerous to learn from.</summary>
internal static class AnswerRules
{
    /// <summary>Text that conversation templates put between turns or that stands for pictures.</summary>
    private static readonly string[] Markers = [" ASSISTANT:", "</s>", "<img>", "</img>", "<image>"];

    public static bool IsEmpty(string answer) => string.IsNullOrWhiteSpace(answer);

    public static string? MarkerIn(string answer) => Markers.FirstOrDefault(marker => answer.Contains(marker, StringComparison.Ordinal));

    public static bool AreIdentical(string one, string other) => Normal(one) == Normal(other);

    public static int Words(string answer)
    {
        int words = 0;
        bool isInside = false;
        foreach (char letter in answer)
        {
            bool isSpace = char.IsWhiteSpace(letter);
            words += isInside || isSpace ? 0 : 1;
            isInside = !isSpace;
        }

        return words;
    }

    /// <summary>Why nothing can be learnt from two answers; null: something can.</summary>
    public static RejectionReason? ReasonAgainst(string one, string other) =>
        IsEmpty(one) || IsEmpty(other) ? RejectionReason.EmptyAnswer
        : MarkerIn(one) is not null || MarkerIn(other) is not null ? RejectionReason.TemplateMarker
        : AreIdentical(one, other) ? RejectionReason.IdenticalAnswers
        : null;

    private static string Normal(string answer) =>
        string.Join(' ', answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.', '!', '?', ' ').ToUpperInvariant();
}
