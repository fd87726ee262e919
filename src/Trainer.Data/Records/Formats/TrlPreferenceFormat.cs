namespace Trainer.Data.Records.Formats;

/// <summary>
/// TRL's preferences: <c>{"prompt", "chosen", "rejected", "images"? or "image"?}</c>, each text either plain or a list of
/// messages <c>{"role", "content"}</c>.
/// </summary>
internal sealed class TrlPreferenceFormat : IRecordFormat<PreferenceRecord>
{
    public string Name => "trl";

    public PreferenceRecord Read(RecordElement json)
    {
        IReadOnlyList<string> images = CommonFields.OneOrMore(json.Find("images") ?? json.Find("image"));
        RecordElement prompt = json["prompt"];
        var messages = new ChatMessages(images);
        IReadOnlyList<Turn> turns = prompt.IsText ? [CommonFields.Question(prompt, images.Count)] : messages.Turns(prompt);
        var record = new PreferenceRecord
        {
            Id = CommonFields.IdOrLine(json, "id"),
            Images = messages.Images,
            Turns = turns,
            Chosen = Answer(json["chosen"]),
            Rejected = Answer(json["rejected"]),
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }

    private static string Answer(RecordElement answer)
    {
        if (answer.IsText)
        {
            return answer.AsText();
        }

        var messages = new ChatMessages([]);
        return messages.Turns(answer) is [{ From: Speaker.Gpt } only] && messages.Images.Count == 0
            ? only.Value
            : throw answer.Fail("must be text, or one message of the assistant without pictures. Put earlier messages into prompt.");
    }
}
