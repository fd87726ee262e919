namespace Trainer.Data.Records.Formats;

/// <summary>
/// LLaVA-RLHF (arXiv:2309.14525): <c>{"id", "image"?, "conversations": [..., answer], "output_1": {"value"}, "output_2": {"value"},
/// "preference": 1 or 2}</c>. Both outputs are answers in place of the last one.
/// </summary>
internal sealed class LlavaRlhfFormat : IRecordFormat<PreferenceRecord>
{
    public string Name => "llava_rlhf";

    public PreferenceRecord Read(RecordElement json)
    {
        IReadOnlyList<Turn> turns = CommonFields.Turns(json["conversations"]);
        bool prefersFirst = Preference(json["preference"]) == 1;
        var record = new PreferenceRecord
        {
            Id = json["id"].AsIdentifier(),
            Images = CommonFields.OneOrMore(json.Find("image")),
            Turns = turns.Count > 0 && turns[^1].From == Speaker.Gpt ? [.. turns.SkipLast(1)] : turns,
            Chosen = json[prefersFirst ? "output_1" : "output_2"]["value"].AsText(),
            Rejected = json[prefersFirst ? "output_2" : "output_1"]["value"].AsText(),
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }

    private static double Preference(RecordElement preference) =>
        preference.AsNumber() is (1 or 2) and double number ? number : throw preference.Fail("must be 1 or 2, the better output.");
}
