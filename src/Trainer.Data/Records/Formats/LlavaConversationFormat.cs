namespace Trainer.Data.Records.Formats;

/// <summary>LLaVA-Instruct: <c>{"id", "image"?: path or [path], "conversations": [{"from", "value"}]}</c>.</summary>
internal sealed class LlavaConversationFormat : IRecordFormat<ConversationRecord>
{
    public string Name => "llava";

    public ConversationRecord Read(RecordElement json)
    {
        IReadOnlyList<Turn> turns = CommonFields.Turns(json["conversations"]);
        var record = new ConversationRecord
        {
            Id = json["id"].AsIdentifier(),
            Images = CommonFields.OneOrMore(json.Find("image")),
            // The reference code skips an answer that comes before any question.
            Turns = turns.Count > 0 && turns[0].From == Speaker.Gpt ? [.. turns.Skip(1)] : turns,
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Gpt, json.Place);
    }
}
