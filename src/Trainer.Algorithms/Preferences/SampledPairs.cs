using Trainer.Algorithms.Common.Answers;
using Trainer.Data.Records;
using Trainer.Recipes.Binding;

namespace Trainer.Algorithms.Preferences;

/// <summary>What a run's answers come to.</summary>
/// <param name="Pairs">The pairs that somebody can compare.</param>
/// <param name="Dropped">How often something was left out, by reason: prompts that can't be asked, and pairs that teach nothing.</param>
/// <param name="Tokens">Tokens of each answer in a pair.</param>
internal sealed record SampledPairs(IReadOnlyList<ComparisonRecord> Pairs, IReadOnlyDictionary<string, int> Dropped, IReadOnlyList<int> Tokens)
{
    /// <summary>Puts each two answers together.</summary>
    internal static SampledPairs Collect(IReadOnlyList<ConversationRecord> prompts, AnswerPlan plan, AnswerLog log, PreferencesTask task)
    {
        var pairs = new List<ComparisonRecord>();
        var dropped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var tokens = new List<int>();
        for (int place = 0; place < prompts.Count * task.Samples; place += PreferencesTask.AnswersEach)
        {
            (int record, int sample) = Math.DivRem(place, task.Samples);
            string? reason = plan.Unusable.GetValueOrDefault(record);
            ComparisonRecord? pair = reason is null ? Pair(prompts[record], log, task, (record, sample)) : null;
            reason ??= pair!.Problem is { } problem ? KeyNames.Of(problem) : null;
            if (reason is not null)
            {
                dropped[reason] = dropped.GetValueOrDefault(reason) + 1;
                continue;
            }

            pairs.Add(pair!);
            tokens.AddRange([log[record, sample].Tokens, log[record, sample + 1].Tokens]);
        }

        return new SampledPairs(pairs, dropped, tokens);
    }

    private static ComparisonRecord Pair(ConversationRecord prompt, AnswerLog log, PreferencesTask task, (int Record, int Sample) place)
    {
        int pair = place.Sample / PreferencesTask.AnswersEach;
        string one = log[place.Record, place.Sample].Text.Trim();
        string other = log[place.Record, place.Sample + 1].Text.Trim();
        bool swaps = task.Swaps(place.Record, pair);
        return new ComparisonRecord
        {
            Id = pair == 0 ? prompt.Id : $"{prompt.Id}.{pair}",
            Images = prompt.Images,
            Turns = [.. prompt.Turns.SkipLast(1)],
            Reference = prompt.Turns[^1].Value,
            First = swaps ? other : one,
            Second = swaps ? one : other,
            Source = prompt.Source,
        };
    }
}
