namespace Trainer.Data.Records.Formats;

/// <summary><c>{"id", "images"?: [path], "conversations": [{"from", "value"}], "source"?, "weight"?}</c>.</summary>
internal sealed class ConversationFormat : IRecordFormat<ConversationRecord>
{
    public string Name => "trainer";

    public ConversationRecord Read(RecordElement json)
    {
        var record = new ConversationRecord
        {
            Id = json["id"].AsIdentifier(),
            Images = CommonFields.Images(json),
            Turns = CommonFields.Turns(json["conversations"]),
            Source = CommonFields.Source(json),
            Weight = WeightOf(json.Find("weight")),
        };
        return RecordRules.Require(record, Speaker.Gpt, json.Place);
    }

    private static double WeightOf(RecordElement? weight)
    {
        double value = weight?.AsNumber() ?? 1;
        return value >= 0 ? value : throw weight!.Value.Fail($"must be 0 or greater, but is {value}.");
    }
}
