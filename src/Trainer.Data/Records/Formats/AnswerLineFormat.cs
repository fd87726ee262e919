namespace Trainer.Data.Records.Formats;

/// <summary>Answered questions, as <c>generate</c> writes them: <c>{"question_id", "image"?: path, "prompt": question, "answer": text}</c>.</summary>
internal sealed class AnswerLineFormat : IRecordFormat<ConversationRecord>
{
    public string Name => "answers";

    public ConversationRecord Read(RecordElement json)
    {
        IReadOnlyList<string> images = CommonFields.OneOrMore(json.Find("image"));
        var record = new ConversationRecord
        {
            Id = CommonFields.IdOrLine(json, "question_id"),
            Images = images,
            Turns = [CommonFields.Question(json["prompt"], images.Count), new Turn(Speaker.Gpt, json["answer"].AsText())],
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Gpt, json.Place);
    }
}
