namespace Trainer.Data.Text;

/// <summary>
/// How a question with choices is written to a model: a line for each choice, behind its letter, as LLaVA does. The wording that LLaVA-RLHF
/// used is not published.
/// </summary>
public static class ChoiceText
{
    /// <summary>Most choices that have a letter.</summary>
    public const int MostChoices = 26;

    /// <summary>The letter of a choice: A for 0.</summary>
    public static char Letter(int choice)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(choice);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(choice, MostChoices);
        return (char)('A' + choice);
    }

    /// <summary>The question, then each choice on a line of its own: <c>B. office</c>.</summary>
    public static string Prompt(string question, IReadOnlyList<string> choices) =>
        string.Join('\n', choices.Select((choice, index) => $"{Letter(index)}. {choice}").Prepend(question));
}
