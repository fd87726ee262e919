namespace Trainer.Data.Records.Formats;

/// <summary>LLaVA's and POPE's question files: <c>{"question_id", "image"?: path, "text": question}</c>.</summary>
internal sealed class LlavaQuestionFormat : IRecordFormat<PromptRecord>
{
    public string Name => "llava";

    public PromptRecord Read(RecordElement json)
    {
        string[] images = json.Find("image") is { } image ? [image.AsText()] : [];
        string marks = images.Length == 0 ? string.Empty : "<image>\n";
        var record = new PromptRecord
        {
            Id = json["question_id"].AsIdentifier(),
            Images = images,
            Turns = [new Turn(Speaker.Human, marks + json["text"].AsText())],
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }
}
