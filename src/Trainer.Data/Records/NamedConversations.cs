namespace Trainer.Data.Records;

/// <summary>Conversations of one part of a mixture: all are said to come from it, whatever their records say.</summary>
/// <param name="format">How the records are written.</param>
/// <param name="source">The part's name.</param>
public sealed class NamedConversations(IRecordFormat<ConversationRecord> format, string source) : IRecordFormat<ConversationRecord>
{
    /// <inheritdoc/>
    public string Name => format.Name;

    /// <inheritdoc/>
    public ConversationRecord Read(RecordElement json) => format.Read(json) with { Source = source };
}
