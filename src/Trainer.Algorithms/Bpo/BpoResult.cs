using Trainer.Algorithms.Common.Answers;

namespace Trainer.Algorithms.Bpo;

/// <summary>What a run's answers come to, once the filters have spoken.</summary>
/// <param name="Records">Every record, with the answers that were kept.</param>
/// <param name="Rejected">How often each rule left something out.</param>
/// <param name="KeptTokens">Tokens of each answer that was kept.</param>
internal sealed record BpoResult(
    IReadOnlyList<BpoRecord> Records, IReadOnlyDictionary<string, int> Rejected, IReadOnlyList<int> KeptTokens)
{
    /// <summary>Adds each record's answers to it, as far as the filter lets them.</summary>
    internal static BpoResult Collect(IReadOnlyList<BpoEntry> entries, AnswerPlan plan, AnswerLog log, INegativeMaker maker, AnswerFilter filter)
    {
        var records = new List<BpoRecord>();
        var rejected = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var tokens = new List<int>();
        for (int i = 0; i < entries.Count; i++)
        {
            BpoRecord record = entries[i].Record;
            for (int sample = 0; sample < maker.Samples; sample++)
            {
                string? reason = plan.Unusable.GetValueOrDefault(i);
                string text = reason is null ? maker.Clean(log[i, sample].Text) : "";
                reason ??= filter.ReasonAgainst(record, text);
                if (reason is not null)
                {
                    rejected[reason] = rejected.GetValueOrDefault(reason) + 1;
                    continue;
                }

                record = record with { Completions = [.. record.Completions, new Completion(text, 0, maker.Type)] };
                tokens.Add(log[i, sample].Tokens);
            }

            records.Add(record);
        }

        return new BpoResult(records, rejected, tokens);
    }
}
