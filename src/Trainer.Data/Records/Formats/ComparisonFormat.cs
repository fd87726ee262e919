namespace Trainer.Data.Records.Formats;

/// <summary>
/// LLaVA-RLHF's pairs before anybody has compared them: <c>{"id", "image"?, "conversations": [..., answer],
/// "output_1": {"value"}, "output_2": {"value"}}</c>. Both outputs are answers in place of the last one.
/// </summary>
internal sealed class ComparisonFormat : IRecordFormat<ComparisonRecord>
{
    public string Name => "llava_rlhf";

    public ComparisonRecord Read(RecordElement json)
    {
        IReadOnlyList<Turn> turns = CommonFields.Turns(json["conversations"]);
        Turn? reference = turns is [.., { From: Speaker.Gpt } last] ? last : null;
        var record = new ComparisonRecord
        {
            Id = json["id"].AsIdentifier(),
            Images = CommonFields.OneOrMore(json.Find("image")),
            Turns = reference is null ? turns : [.. turns.SkipLast(1)],
            Reference = reference?.Value,
            First = json["output_1"]["value"].AsText(),
            Second = json["output_2"]["value"].AsText(),
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }
}
