namespace Trainer.Data.Records.Formats;

/// <summary>
/// LLaVA-RLHF's prompts for reinforcement learning (arXiv:2309.14525): <c>{"id", "image"?, "conversations": [question, …], "caption_type"?,
/// "length_bonus"?}</c>. Only the first question is asked, whatever follows.
/// </summary>
internal sealed class LlavaRlhfPromptFormat : IRecordFormat<PromptRecord>
{
    public string Name => "llava_rlhf";

    public PromptRecord Read(RecordElement json)
    {
        IReadOnlyList<Turn> turns = CommonFields.Turns(json["conversations"]);
        var record = new PromptRecord
        {
            Id = json["id"].AsIdentifier(),
            Images = CommonFields.OneOrMore(json.Find("image")),
            Turns = [.. turns.SkipWhile(turn => turn.From == Speaker.Gpt).Take(1)],
            Source = CommonFields.Source(json),
        };
        return RecordRules.Require(SymbolicFields.Add(record, json), Speaker.Human, json.Place);
    }
}
