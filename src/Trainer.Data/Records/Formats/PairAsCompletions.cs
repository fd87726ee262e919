namespace Trainer.Data.Records.Formats;

/// <summary>Reads a format of pairs as prompts with two answers, the better one with score 1 and the worse one with 0.</summary>
internal sealed class PairAsCompletions(IRecordFormat<PreferenceRecord> pairs) : IRecordFormat<CompletionsRecord>
{
    public string Name => pairs.Name;

    public CompletionsRecord Read(RecordElement json)
    {
        PreferenceRecord pair = pairs.Read(json);
        ScoredAnswer[] answers = [new(pair.Chosen, 1), new(pair.Rejected, 0)];
        return new CompletionsRecord
        {
            Id = pair.Id,
            Images = pair.Images,
            Turns = pair.Turns,
            Completions = pair.BetterIsSecond ? [answers[1], answers[0]] : answers,
            Source = pair.Source,
        };
    }
}
