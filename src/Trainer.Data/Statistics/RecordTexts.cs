using Trainer.Data.Records;

namespace Trainer.Data.Statistics;

/// <summary>What is asked and answered in a record of any kind.</summary>
internal static class RecordTexts
{
    /// <summary>The questions, without marks of pictures.</summary>
    internal static IEnumerable<string> Questions(IRecord record) => record.Turns
        .Where(turn => turn.From == Speaker.Human)
        .Select(turn => turn.Value.Replace(RecordRules.ImageMark, "", StringComparison.Ordinal).Trim());

    /// <summary>The answers: of several to one question, all; of a prompt, none. Earlier answers of a prompt belong to it.</summary>
    internal static IEnumerable<string> Answers(IRecord record) => record switch
    {
        ConversationRecord => record.Turns.Where(turn => turn.From == Speaker.Gpt).Select(turn => turn.Value),
        CompletionsRecord several => several.Completions.Select(answer => answer.Text),
        PreferenceRecord pair => [pair.Chosen, pair.Rejected],
        _ => [],
    };
}
