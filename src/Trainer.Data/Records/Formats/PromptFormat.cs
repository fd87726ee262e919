namespace Trainer.Data.Records.Formats;

/// <summary><c>{"id", "images"?: [path], "prompt": [{"from", "value"}], "source"?}</c>.</summary>
internal sealed class PromptFormat : IRecordFormat<PromptRecord>
{
    public string Name => "trainer";

    public PromptRecord Read(RecordElement json)
    {
        var record = new PromptRecord
        {
            Id = json["id"].AsIdentifier(),
            Images = CommonFields.Images(json),
            Turns = CommonFields.Turns(json["prompt"]),
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }
}
