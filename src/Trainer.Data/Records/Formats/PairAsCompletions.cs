namespace Trainer.Data.Records.Formats;

/// <summary>Reads a format of pairs as prompts with two answers, the better one with score 1 and the worse one with 0.</summary>
internal sealed class PairAsCompletions(IRecordFormat<PreferenceRecord> pairs) : IRecordFormat<CompletionsRecord>
{
    public string Name => pairs.Name;

    public CompletionsRecord Read(RecordElement json)
    {
        PreferenceRecord pair = pairs.Read(json);
        return new CompletionsRecord
        {
            Id = pair.Id,
            Images = pair.Images,
            Turns = pair.Turns,
            Completions = [new ScoredAnswer(pair.Chosen, 1), new ScoredAnswer(pair.Rejected, 0)],
            Source = pair.Source,
        };
    }
}
