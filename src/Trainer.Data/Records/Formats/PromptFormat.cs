namespace Trainer.Data.Records.Formats;

/// <summary><c>{"id", "images"?: [path], "prompt": [{"from", "value"}], "source"?, "caption_type"?, "length_bonus"?}</c>.</summary>
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
        return RecordRules.Require(SymbolicFields.Add(record, json), Speaker.Human, json.Place);
    }
}
