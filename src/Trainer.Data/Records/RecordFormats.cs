using Trainer.Data.Records.Formats;

namespace Trainer.Data.Records;

/// <summary>
/// The formats of records, by name. To add one: write an <see cref="IRecordFormat{TRecord}"/> beside the others in
/// Records/Formats, add it to the list of its kind below, and give it a test with a hand-made fixture.
/// </summary>
public static class RecordFormats
{
    private static readonly IRecordFormat<PreferenceRecord>[] Preferences =
        [new PreferenceFormat(), new LlavaRlhfFormat(), new RlhfVFormat(), new TrlPreferenceFormat()];

    private static readonly IRecordFormat<CompletionsRecord>[] Comparisons =
        [new CompletionsFormat(), new VlFeedbackFormat(), .. Preferences.Select(pairs => new PairAsCompletions(pairs))];

    private static readonly IRecordFormat<ConversationRecord>[] Dialogues = [new ConversationFormat(), new LlavaConversationFormat(), new AnswerLineFormat()];

    private static readonly IRecordFormat<ConversationRecord>[] Conversations =
        [.. Dialogues, .. Comparisons.ExceptBy(Dialogues.Select(format => format.Name), format => format.Name).Select(format => new BestAnswerAsConversation(format))];

    private static readonly IRecordFormat<PromptRecord>[] Prompts = [new PromptFormat(), new LlavaQuestionFormat(), new LlavaRlhfPromptFormat()];

    /// <summary>Every format with what its records are; those of preferences read all answers of a prompt.</summary>
    internal static IEnumerable<FoundFormat> All =>
    [
        .. Comparisons.Select(format => new FoundFormat(RecordType.Preference, format)),
        .. Conversations.Select(format => new FoundFormat(RecordType.Conversation, format)),
        .. Prompts.Select(format => new FoundFormat(RecordType.Prompt, format)),
    ];

    /// <summary>A format of conversations.</summary>
    /// <exception cref="DataException">There is none of this name.</exception>
    public static IRecordFormat<ConversationRecord> Conversation(string name) => Find(Conversations, "conversations", name);

    /// <summary>A format of preferences.</summary>
    /// <exception cref="DataException">There is none of this name.</exception>
    public static IRecordFormat<PreferenceRecord> Preference(string name) => Find(Preferences, "preferences", name);

    /// <summary>A format of prompts with several answers, or of preferences, which are read as such.</summary>
    /// <exception cref="DataException">There is none of this name.</exception>
    public static IRecordFormat<CompletionsRecord> Completions(string name) => Find(Comparisons, "preferences", name);

    /// <summary>A format of prompts.</summary>
    /// <exception cref="DataException">There is none of this name.</exception>
    public static IRecordFormat<PromptRecord> Prompt(string name) => Find(Prompts, "prompts", name);

    private static IRecordFormat<T> Find<T>(IRecordFormat<T>[] formats, string kind, string name)
        where T : IRecord =>
        formats.FirstOrDefault(format => format.Name == name)
        ?? throw new DataException($"There is no format '{name}' for {kind}. Known: {string.Join(", ", formats.Select(format => format.Name))}.");
}
