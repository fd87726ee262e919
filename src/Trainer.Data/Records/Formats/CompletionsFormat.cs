namespace Trainer.Data.Records.Formats;

/// <summary>
/// BPO's preference files (arXiv:2403.08730): <c>{"prompt", "image"?: path, "completions": [{"response", "score"}], "id"?}</c>.
/// The part of the id before its first dash is the source.
/// </summary>
internal sealed class CompletionsFormat : IRecordFormat<CompletionsRecord>
{
    public string Name => "completions";

    public CompletionsRecord Read(RecordElement json)
    {
        IReadOnlyList<string> images = CommonFields.OneOrMore(json.Find("image"));
        string id = CommonFields.IdOrLine(json, "id");
        var record = new CompletionsRecord
        {
            Id = id,
            Images = images,
            Turns = [CommonFields.Question(json["prompt"], images.Count)],
            Completions = [.. json["completions"].AsList().Select(item => new ScoredAnswer(item["response"].AsText(), item["score"].AsNumber()))],
            Source = CommonFields.SourceOf(json, id),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }
}
