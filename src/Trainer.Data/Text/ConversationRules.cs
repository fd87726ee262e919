using Trainer.Data.Records;

namespace Trainer.Data.Text;

/// <summary>What a conversation has to be before it can become tokens.</summary>
internal static class ConversationRules
{
    /// <summary>Fails unless human and model alternate and the named speaker is the last one.</summary>
    internal static void RequireSpeakers(IReadOnlyList<Turn> turns, Speaker last)
    {
        int first = turns is [{ From: Speaker.System }, ..] ? 1 : 0;
        for (int index = first; index < turns.Count; index++)
        {
            Speaker expected = (index - first) % 2 == 0 ? Speaker.Human : Speaker.Gpt;
            if (turns[index].From != expected)
            {
                throw new DataException($"Turn {index + 1} must be {expected}'s, because human and model take turns, but is {turns[index].From}'s. Mend or remove the record.");
            }
        }

        if (turns.Count == first || turns[^1].From != last)
        {
            throw new DataException($"The conversation must end with a turn of {last}, but {(turns.Count == first ? "has no turns" : $"ends with {turns[^1].From}'s")}. Mend or remove the record.");
        }
    }

    /// <summary>
    /// Fails when a turn holds what would end or begin a sequence in the middle of a text, or an image where the model can't look back at it.
    /// </summary>
    internal static void RequirePlainText(IReadOnlyList<Turn> turns, IReadOnlyCollection<string> specialTokens)
    {
        for (int index = 0; index < turns.Count; index++)
        {
            string text = turns[index].Value;
            bool isHuman = turns[index].From == Speaker.Human;
            string? special = specialTokens.FirstOrDefault(token =>
                (token != ImagePlaceholder.Text || !isHuman) && text.Contains(token, StringComparison.Ordinal));
            if (special is null && !isHuman && text.Contains(ImagePlaceholder.Text, StringComparison.Ordinal))
            {
                special = ImagePlaceholder.Text;
            }

            if (special is not null)
            {
                throw new DataException($"Turn {index + 1} ({turns[index].From}) contains '{special}', which has a meaning of its own for the model. Remove it from the text.");
            }
        }
    }
}
