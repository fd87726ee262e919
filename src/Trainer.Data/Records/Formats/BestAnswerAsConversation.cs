namespace Trainer.Data.Records.Formats;

/// <summary>
/// Reads a format of prompts with several answers as conversations that end in the best one, the first of equals: to imitate the
/// better answers of preferences, which is what learning from pairs is compared with.
/// </summary>
internal sealed class BestAnswerAsConversation(IRecordFormat<CompletionsRecord> comparisons) : IRecordFormat<ConversationRecord>
{
    public string Name => comparisons.Name;

    public ConversationRecord Read(RecordElement json)
    {
        CompletionsRecord record = comparisons.Read(json);
        string best = record.Completions.MaxBy(answer => answer.Score)?.Text ?? throw json["completions"].Fail("must have an answer, but is empty.");
        return new ConversationRecord
        {
            Id = record.Id,
            Images = record.Images,
            Turns = [.. record.Turns, new Turn(Speaker.Gpt, best)],
            Source = record.Source,
        };
    }
}
