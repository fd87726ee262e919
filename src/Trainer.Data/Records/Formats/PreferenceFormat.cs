namespace Trainer.Data.Records.Formats;

/// <summary><c>{"id", "images"?: [path], "prompt": [{"from", "value"}], "chosen": text, "rejected": text, "source"?}</c>.</summary>
internal sealed class PreferenceFormat : IRecordFormat<PreferenceRecord>
{
    public string Name => "trainer";

    public PreferenceRecord Read(RecordElement json)
    {
        var record = new PreferenceRecord
        {
            Id = json["id"].AsIdentifier(),
            Images = CommonFields.Images(json),
            Turns = CommonFields.Turns(json["prompt"]),
            Chosen = json["chosen"].AsText(),
            Rejected = json["rejected"].AsText(),
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }
}
